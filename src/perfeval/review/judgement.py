"""复核意见 - What one reviewer says about one row: agreed, another actual value, other points, or a deduction from the published table."""

from msgspec import Struct

from perfeval.evaluation import Event
from perfeval.review.plain_data import from_plain, to_plain

MONEY_ROW = "execution"
"""资金行 - How a judgement names the money row; its actual is the money spent, in the unit of the form."""


class Deduction(Struct, frozen=True, kw_only=True):
    """扣分 - Hold a code of the table, how grave it is, the reason, what was looked at, and of two rows the one that scores."""

    code: str
    gravity: str | None = None
    words: str = ""
    proof: tuple[str, ...] = ()
    other: str | None = None


class Judgement(Struct, frozen=True, kw_only=True):
    """行复核意见 - Hold what a reviewer found for one row; what is not written stays as the unit filed it.

    Actual, band, inputs, items and events replace what the unit wrote; claimed are the points that the reviewer gives.
    """

    row: str
    agreed: bool = False
    actual: str | None = None
    claimed: str | None = None
    band: int | None = None
    inputs: dict[str, str | None] = {}
    items: dict[str, bool | None] = {}
    events: tuple[Event, ...] | None = None
    words: str = ""
    proof: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()

    @property
    def values(self) -> bool:
        """改了填报值 - Tell whether the reviewer put other values in the place of what the unit wrote."""
        return bool(self.actual is not None or self.band is not None or self.inputs or self.items or self.events is not None)

    @property
    def changes(self) -> bool:
        """有改动 - Tell whether anything of the row is another than what the unit filed."""
        return self.values or self.claimed is not None or bool(self.deductions)

    @property
    def said(self) -> bool:
        """已复核 - Tell whether the reviewer has said anything about the row."""
        return self.agreed or self.changes


class ReviewDocument(Struct, frozen=True, kw_only=True):
    """复核底稿 - Hold what one reviewer says about all rows of an item, and what is said about the whole."""

    judgements: tuple[Judgement, ...] = ()
    words: str = ""

    def of(self, row: str) -> Judgement:
        """该行意见 - Return what is said about a row, an empty judgement where nothing is."""
        return next((each for each in self.judgements if each.row == row), Judgement(row=row))

    def as_json(self) -> dict[str, object]:
        """输出 - Return the document as plain data."""
        return to_plain(self)


def read_document(tree: object) -> ReviewDocument:
    """读底稿 - Return the document that plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    return from_plain(tree, ReviewDocument, "复核底稿")
