"""校验提示 - What a check found, before and after the set has said how much it matters."""

import re

from msgspec import Struct
from msgspec.json import Decoder

from perfeval.indicators import Severity


class Raised(Struct, frozen=True, kw_only=True):
    """疑点 - Hold what a check found and where; row is the row's id, None for anything that is not a row."""

    code: str
    where: str
    message: str
    suggestion: str
    row: str | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """校验提示 - Hold what was found, where, why it is wrong, what to do, and how severe the set takes it."""

    code: str
    severity: Severity
    where: str
    row: str | None
    message: str
    suggestion: str

    def as_json(self) -> dict[str, object]:
        """输出 - Return the finding as JSON has it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "row": self.row,
            "message": self.message,
            "suggestion": self.suggestion,
        }


def read_findings(card: str) -> tuple[Finding, ...]:
    """读提示 - Return the findings in a written scorecard; the rest of it is passed over."""
    return _READ.decode(card).findings


class _Card(Struct, frozen=True, kw_only=True):
    findings: tuple[Finding, ...]


_READ = Decoder(_Card)


_NARRATIVE = {
    "text": "报告",
    "conclusion": "评价结论",
    "problems": "存在问题",
    "measures": "改进措施",
    "result_use": "结果应用",
    "experience": "经验做法",
    "remarks": "备注",
    "adjustment_reason": "调整原因",
    "organisation": "组织实施",
    "other": "其他",
}
_TEXT_PLACE = re.compile(
    r"(?:narrative\.(?P<key>.*)\.|(?P<done>objective\.actual)\.)?paragraphs\[(?P<at>\d+)\](?:\.sentences\[(?P<of>\d+)\])?"
)


def text_place(where: str) -> str:
    """文中位置 - Return a place in a text as people count: paragraph and sentence from 1, behind the name of the text.

    Example:
        >>> text_place("narrative.problems.paragraphs[0].sentences[1]"), text_place("paragraphs[3]")
        ('存在问题第1段第2句', '第4段')
    """
    found = _TEXT_PLACE.fullmatch(where)
    if found is None:
        return where
    part = _NARRATIVE.get(found["key"], found["key"]) if found["key"] else "目标完成情况" if found["done"] else ""
    sentence = f"第{int(found['of']) + 1}句" if found["of"] else ""
    return f"{part}第{int(found['at']) + 1}段{sentence}"
