"""依据 - Every rule says where it is from and how sure that is; satisfaction says what proves it."""

from collections.abc import Iterator

from perfeval.indicators.lint.defect import Asked, Flaw
from perfeval.indicators.model import Source
from perfeval.syntax import Path


def sources_whole(asked: Asked) -> Iterator[Flaw]:
    """依据齐全 - Find sources without clause or place of reading, and doubts without a reason."""
    rules = asked.rules
    yield from _source(rules.source, ("source",))
    if rules.execution.source is not None:
        yield from _source(rules.execution.source, ("execution", "source"))
    for at, each in enumerate(rules.indicators):
        if each.source is not None:
            yield from _source(each.source, ("indicators", at, "source"))
        if each.unverified and not each.why:
            message = f"指标“{each.name}”标了 unverified 而没有说明为什么"
            yield Flaw("why-missing", ("indicators", at), message, "请在 why 中写明哪些内容未经核对")


def satisfaction_proved(asked: Asked) -> Iterator[Flaw]:
    """满意度佐证 - Find satisfaction without a rule about what proves it."""
    rules, words = asked.rules, asked.rules.vocabulary.satisfaction
    advice = "请写 evidence: {what: 满意度调查的问卷、样本数、日期和统计结果}"
    proved: set[tuple[str, str]] = set()
    for at, category in enumerate(rules.categories):
        for number, aspect in enumerate(category.aspects):
            if aspect.evidence is not None:
                proved.add((category.name, aspect.name))
            elif any(word in aspect.name for word in words):
                path: Path = ("categories", at, "aspects", number)
                yield Flaw("evidence-rule-missing", path, f"“{aspect.name}”没有佐证要求", advice)
    for at, each in enumerate(rules.indicators):
        if each.evidence is None and (each.category, each.aspect) not in proved and any(word in each.name for word in words):
            yield Flaw("evidence-rule-missing", ("indicators", at), f"满意度指标“{each.name}”没有佐证要求", advice)


def _source(source: Source, path: Path) -> Iterator[Flaw]:
    """Yield what one source lacks."""
    if not source.clause:
        yield Flaw("source-incomplete", path, "依据没有写到条款（clause）", "请写明第几条、哪张表或哪一列")
    if not source.read:
        yield Flaw("source-incomplete", path, "依据没有写在哪里读到（read）", "请写明网址、文件或公开表")
    if source.unverified and not source.why:
        yield Flaw("why-missing", path, "依据标了 unverified 而没有说明为什么", "请在 why 中写明哪些内容未经核对")


SOURCE_RULES = (sources_whole, satisfaction_proved)
"""依据规则 - The rules of this file, in the order of telling."""
