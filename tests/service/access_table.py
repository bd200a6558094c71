"""权限表 - Read docs/access.md: what every address answers to every role, inside and outside of its units."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from perfeval.accounts import ADMINISTRATORS, Role
from tests.architecture.house import ROOT

PAGE = ROOT / "docs" / "access.md"
PAGES = "网页"
"""没有分组的地址 - What is not in the OpenAPI document stands under this heading."""
REVIEWS = "复核"
"""复核的分组 - Where third parties see what was given to them."""
STRANGER = "未登录"
COLUMNS = (*(role.label for role in Role), STRANGER)
HEAD = ("地址", "办什么", *COLUMNS, "范围外")
MAY, PARTLY, EMPTY, NOT_THEIRS, UNSEEN, UNKNOWN = "●", "◐", "○", "–", "404", "401"
SIGNS = (MAY, PARTLY, EMPTY, NOT_THEIRS, UNSEEN, UNKNOWN)
ONLY_INSIDE, NO_OUTSIDE = "不列", "不分"
OUTSIDE = {UNSEEN: None, "● → 404": "404", "● → 422": "422", ONLY_INSIDE: None, NO_OUTSIDE: None}
"""范围外 - What the last column may say, and what becomes of those who may, where only they get another answer."""
_ADMINISTRATORS = frozenset(role.label for role in ADMINISTRATORS)
_ROW = re.compile(r"^\| `([A-Z]+)(?: (/[^`]*))?` \|")
_PREFIX = re.compile(r"地址以 `([^`]+)` 开头")
_CASE = re.compile(r"（([^（）]+)）$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """表中一行 - Hold what one address answers in one case; case is what stands in brackets, nothing where there is but one.

    part: the heading inside of its group, where the group has several tables.
    """

    group: str
    part: str
    method: str
    address: str
    does: str
    case: str
    signs: Mapping[str, str]
    outside: str

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.does}"

    @property
    def key(self) -> str:
        """请求 - Return method and address."""
        return f"{self.method} {self.address}"

    @property
    def cases(self) -> tuple[str, ...]:
        """各项情形 - Return what the case is made of."""
        return tuple(self.case.split("，"))

    @property
    def is_page(self) -> bool:
        """网页 - Tell whether browsers ask this."""
        return self.group == PAGES

    @property
    def shows_reviews(self) -> bool:
        """有分给他的复核 - Tell whether third parties see here what was given to them."""
        return self.group == REVIEWS or self.part == f"{REVIEWS}的网页" or self.key == "GET /"

    @property
    def has_outside(self) -> bool:
        """分范围内外 - Tell whether the same request about something outside gets an answer of its own."""
        return self.outside not in {ONLY_INSIDE, NO_OUTSIDE}

    def beyond(self, column: str) -> str:
        """范围外的答复 - Return what somebody is answered about what lies outside of their units; administrators have none."""
        inside = self.signs[column]
        if column in _ADMINISTRATORS or column == STRANGER:
            return inside
        if self.outside == UNSEEN:
            return UNSEEN
        return (OUTSIDE[self.outside] or inside) if inside == MAY else inside


@cache
def rows() -> tuple[Row, ...]:
    """全部各行 - Return every row of every table of the page."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    """Yield the rows; a table belongs to the heading above it, and its addresses begin with what stands between the two."""
    group = part = prefix = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group, part, prefix = line.removeprefix("## "), "", ""
        elif line.startswith("### "):
            part, prefix = line.removeprefix("### "), ""
        elif found := _PREFIX.search(line):
            prefix = found[1]
        elif found := _ROW.match(line):
            yield _row((group, part), found[1], prefix + (found[2] or ""), _cells(line))
        elif line.startswith("| 地址 |"):
            assert _cells(line) == HEAD, f"“{group}”的表头应为：{' | '.join(HEAD)}"


def _row(heading: tuple[str, str], method: str, address: str, cells: tuple[str, ...]) -> Row:
    """Return one row, proved to be one."""
    group, part = heading
    assert len(cells) == len(HEAD), f"“{group}”中这一行应有{len(HEAD)}格：{method} {address}"
    does, signs, outside = cells[1], dict(zip(COLUMNS, cells[2:-1], strict=True)), cells[-1]
    odd = [f"{column} {sign}" for column, sign in signs.items() if sign not in SIGNS]
    assert not odd, f"{method} {address}：不认识的记号 {odd}，可用 {SIGNS}"
    assert outside in OUTSIDE, f"{method} {address}：“范围外”应为 {tuple(OUTSIDE)} 之一，写的是“{outside}”"
    case = _CASE.search(does)
    own = {"method": method, "address": address, "does": does, "case": case[1] if case else "", "outside": outside}
    return Row(group=group, part=part, signs=signs, **own)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
