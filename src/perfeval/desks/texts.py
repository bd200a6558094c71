"""文字工作台 - Check what people wrote: the texts of a form, a finished report beside its form, and reports by themselves or side by side.

A form without texts costs one look: neither the rules nor the checks of texts are loaded for it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from perfeval import library
from perfeval.checks import Finding, Raised
from perfeval.errors import Invalid, PerfevalError, Place
from perfeval.evaluation import Evaluation, Evaluations
from perfeval.indicators import IndicatorSet, Severity
from perfeval.quantities import read_number
from perfeval.scoring import Scorecard

if TYPE_CHECKING:
    from perfeval.checks.texts import Facts, Report, TextRules
    from perfeval.reports.plaintext import PlainText

WORD = b"PK\x03\x04"
"""Word 文件 - How a docx begins."""
MOST_CHARACTERS = 5_000_000
"""最多字数 - A longer text is no report."""
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "旧版 .doc 或加了密码的文档，请在 Word 或 WPS 中另存为不加密的 .docx",
    b"%PDF": "PDF，请提供 Word 或纯文本",
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """一份报告的结果 - Hold what was found in a report, or why it was not read."""

    name: str
    findings: tuple[Finding, ...] = ()
    error: PerfevalError | None = None

    @property
    def blocks(self) -> bool:
        """有错误 - Tell whether a finding is an error, which a set or the rules may make of one."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """文字之外 - Hold what texts are checked by beside their form: rules, looked up where there is a text, and the codes that are off.

    beside: compares the texts of a form with what others wrote, where there are others; earlier: last year's actual values by row;
    earlier_spent: what was spent last year, in 元.
    """

    rules: "Callable[[], TextRules]" = library.text_rules
    off: Sequence[str] = ()
    beside: "Callable[[Report, Evaluation], Iterable[Raised]] | None" = None
    earlier: Mapping[str, str] = field(default_factory=dict)
    earlier_spent: str | None = None


ALONE = Around()
"""没有批次 - What a form outside of any round is checked by: the newest rules, nothing off."""


def own(kind: IndicatorSet, form: Evaluation, card: Scorecard, around: Around = ALONE) -> tuple[Finding, ...]:
    """表内文字 - Return what is found in a form's own texts."""
    written = bool(form.narrative) or (bool(form.objective.actual) and card.funds.total["spent"] == 0)
    if not written and not around.earlier and not kind.has_unit_costs:
        return ()
    from perfeval.checks import texts  # noqa: PLC0415 - a form without texts must not load what reads them

    rules = around.rules()
    report = texts.read_report(texts.passages_of(form) if written else (), rules)
    severities = {**kind.severities, **dict.fromkeys(around.off, Severity.OFF)}
    told = around.beside(report, form) if around.beside and written else ()
    spent = read_number(around.earlier_spent) if around.earlier_spent else None
    facts = replace(texts.facts_of(form, card), earlier=around.earlier, earlier_spent=spent)
    return texts.check_text(report, rules, facts, severities, told)


def common(filled: Evaluations, cards: Sequence[Scorecard]) -> tuple[Finding, ...]:
    """共用文字 - Return what is found in the texts that several forms of one report have in common."""
    if not filled.narrative:
        return ()
    from perfeval.checks import texts  # noqa: PLC0415 - the same

    passages = [texts.Passage(text=text, prefix=f"narrative.{key}.") for key, text in filled.narrative.items()]
    rules = library.text_rules()
    return texts.check_text(texts.read_report(passages, rules), rules, texts.facts_of_several(filled.evaluations, cards))


def beside(data: bytes, name: str, forms: Sequence[Evaluation], cards: Sequence[Scorecard], kind: IndicatorSet) -> tuple[Finding, ...]:
    """报告与表 - Return what is found in a report that belongs to a form, or to several.

    Raises: Invalid, when the report cannot be read.
    """
    from perfeval.checks import texts  # noqa: PLC0415 - the same

    facts: Facts = texts.facts_of(forms[0], cards[0]) if len(forms) == 1 else texts.facts_of_several(forms, cards)
    return texts.check_text(read(data, name), library.text_rules(), facts, kind.severities)


def alone(data: bytes, name: str) -> tuple[Finding, ...]:
    """单份报告 - Return what is found in a report without a form.

    Raises: Invalid, when it cannot be read.
    """
    from perfeval.checks import texts  # noqa: PLC0415 - the same

    return texts.check_text(read(data, name), library.text_rules())


def side_by_side(
    reports: Mapping[str, "Report | PerfevalError"], earlier: Mapping[str, "Report | PerfevalError"] | None = None
) -> tuple[Checked, ...]:
    """多份报告 - Return what is found in each of several reports, in their order; one that was not read says why.

    earlier are last year's: paragraphs are looked for in them too, and nothing is told of them, nor of those that cannot be read.
    """
    from perfeval.checks import texts  # noqa: PLC0415 - the same

    readable = {name: each for name, each in reports.items() if not isinstance(each, PerfevalError)}
    past = {name: each for name, each in (earlier or {}).items() if not isinstance(each, PerfevalError)}
    found = texts.check_texts(readable, library.text_rules(), earlier=past)
    return tuple(
        Checked(name=name, error=each) if isinstance(each, PerfevalError) else Checked(name=name, findings=found[name])
        for name, each in reports.items()
    )


def read_or_error(data: bytes, name: str) -> "Report | PerfevalError":
    """读报告 - Return a report, or why it could not be read, so that one bad file does not keep the others waiting."""
    try:
        return read(data, name)
    except PerfevalError as error:
        return error


def read(data: bytes, name: str) -> "Report":
    """读报告 - Return the text of a docx or of a plain text.

    Raises: Invalid, when it is neither, or too long.
    """
    from perfeval.checks import texts  # noqa: PLC0415 - the same

    document = _word(data, name) if data.startswith(WORD) else None
    text = "\n".join(document.lines) if document else _plain(data, name)
    if len(text) > MOST_CHARACTERS:
        raise _unreadable(name, f"有{len(text)}个字，超过上限{MOST_CHARACTERS}个字", "请核对是不是一份报告")
    if not text.strip():
        raise _unreadable(name, "没有文字", "扫描件请先识别成文字")
    tables = (
        tuple(tuple(texts.Cell(column=column, text=text) for column, text in row) for row in table)
        for table in (document.tables if document else ())
    )
    automatic = document is not None and document.automatic
    return texts.read_report([texts.Passage(text=text)], library.text_rules(), automatic=automatic, tables=tables)


def _word(data: bytes, name: str) -> "PlainText":
    """Return what a docx holds."""
    from perfeval import reports  # noqa: PLC0415 - plain texts must not load what reads Word

    try:
        return reports.read_text(data)
    except Invalid as error:
        raise _unreadable(name, error.message.replace("模板", "文档"), "请用 Word 或 WPS 打开后另存为 .docx") from None


def _plain(data: bytes, name: str) -> str:
    """Return a plain text in the encodings that people use."""
    for mark, words in _FOREIGN.items():
        if data.startswith(mark):
            raise _unreadable(name, "读不了这种文件", f"这是{words}")
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable(name, "不是文字文件", "请提供 .docx，或 UTF-8、GB18030 编码的纯文本")


def _unreadable(name: str, message: str, advice: str) -> Invalid:
    """Return the error of a report that cannot be read."""
    return Invalid("report-unreadable", f"不能读取报告{name}", (Place(where=name, message=message, suggestion=advice),))
