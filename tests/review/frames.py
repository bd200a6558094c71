"""复核用例的搭建 - Small frames for tests of the draw, and the draw of the published rule once more, by the standard library alone."""

import hashlib
from collections.abc import Iterable
from fractions import Fraction

from perfeval.evaluation import Kind
from perfeval.review import Candidate

PRINTED = (
    ("A01", "甲局", 32),
    ("A02", "甲局", "4.5"),
    ("A03", "乙局", "12.8"),
    ("A04", "乙局", "0.9"),
    ("A05", "丙局", "7.6"),
    ("A06", "丙局", "2.2"),
)
"""例子 - The frame of the worked example in docs/review.md, money in 万元."""


def candidate(item: str, **facts: object) -> Candidate:
    """Return an item of a frame, with whatever facts the test needs."""
    usual: dict[str, object] = {"unit": "甲局", "department": "甲局", "kind": Kind.PROJECT, "money": 100_00, "grade": "优"}
    return Candidate(item=item, **{**usual, **facts})  # type: ignore[arg-type]


def printed() -> list[Candidate]:
    """Return the frame of the worked example."""
    return [candidate(item, unit=unit, department=unit, money=int(Fraction(money) * 1_000_000)) for item, unit, money in PRINTED]


def u(seed: str, stratum: str, item: str) -> Fraction:
    """Return u as the rule says it: SHA-256, big end first, ÷ 2^256."""
    return Fraction(int.from_bytes(hashlib.sha256(f"{seed}|{stratum}|{item}".encode()).digest(), "big"), 2**256)


def alike(seed: str, stratum: str, items: Iterable[str], n: int) -> set[str]:
    """Return the n items with the smallest u."""
    return set(sorted(items, key=lambda item: u(seed, stratum, item))[:n])


def by_size(seed: str, stratum: str, sizes: dict[str, int], n: int) -> set[str]:
    """Return what a draw in proportion to size gives: the certain ones, then those that a point falls into."""
    rest, certain = dict(sizes), set[str]()
    while n and (large := {item for item, size in rest.items() if size >= Fraction(sum(rest.values()), n)}):
        certain |= large
        n -= len(large)
        rest = {item: size for item, size in rest.items() if item not in large}
    if not n:
        return certain
    step, before, drawn = Fraction(sum(rest.values()), n), 0, set[str]()
    points = [(k + u(seed, stratum, "")) * step for k in range(n)]
    for item in sorted(rest, key=lambda item: u(seed, stratum, item)):
        if any(before <= point < before + rest[item] for point in points):
            drawn.add(item)
        before += rest[item]
    return certain | drawn
