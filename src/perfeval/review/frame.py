"""抽样框 - What may be drawn: every item of a round with the facts by which it is put into a stratum, weighed or taken for certain."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct, to_builtins

from perfeval.errors import Invalid, Place
from perfeval.evaluation import Kind
from perfeval.indicators import hash_of


class Candidate(Struct, frozen=True, kw_only=True):
    """候选项 - Hold one item that may be drawn, by its project code.

    Units: money in 分, risk in the points of the published risk score, findings by code with their number.
    """

    item: str
    name: str = ""
    unit: str
    department: str
    kind: Kind = Kind.PROJECT
    money: int = 0
    grade: str | None = None
    findings: dict[str, int] = {}
    late: bool = False
    last_grade: str | None = None
    risk: int = 0

    def as_json(self) -> dict[str, object]:
        """输出 - Return the item as plain data, every fact named, as the frame is kept and hashed."""
        facts: dict[str, object] = to_builtins(self)
        return facts


Frame = tuple[Candidate, ...]
"""抽样框 - The items in the order of their codes, each once."""


def frame_of(candidates: Iterable[Candidate]) -> Frame:
    """成框 - Return the items in the order of their codes, whatever the order in which they came.

    Raises: Invalid, when a code is there twice.
    """
    frame = tuple(sorted(candidates, key=lambda candidate: candidate.item))
    twice = sorted({one.item for one, next_one in pairwise(frame) if one.item == next_one.item})
    if twice:
        places = tuple(Place(where=item, message="在抽样框中出现了不止一次", suggestion="请先合并或改正项目编码") for item in twice)
        raise Invalid("frame-repeated", f"抽样框中有{len(twice)}个项目编码重复，不能抽取", places)
    return frame


def frame_sha256(frame: Frame) -> str:
    """抽样框散列 - Return the SHA-256 of the canonical JSON of the frame: the list of its items, in the order of their codes."""
    return hash_of([candidate.as_json() for candidate in frame])
