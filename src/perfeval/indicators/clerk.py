"""体系说明页 - Tell a whole set on one page as a clerk reads it: what it is from, how every point is earned, what differs from its base.

The page is Markdown. Sentences are those of `phrases` and of the methods; worked numbers are handed in, for they are scored and never
written by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfeval.indicators import phrases
from perfeval.indicators.contents import Place
from perfeval.indicators.differences import Deviations
from perfeval.indicators.model import Category, Indicator, IndicatorSet, Severity, Source, Thresholds, Weights
from perfeval.indicators.parts import Methods
from perfeval.indicators.titles import Codes

WorkedSums = Mapping[Place, str]
"""算例 - A small sum for a rule of a set, by the place of that rule."""
_TARGETS = {
    "at_least": "指标值写“≥”",
    "at_most": "指标值写“≤”",
    "equal_to": "指标值写“=”",
    "within": "指标值是区间",
    "dated": "指标值是日期",
    "yes_no": "指标值写“是”“完成”",
    "banded": "指标值是其他文字（定性）",
}
_LIMITS = {
    "unspent": "结余超过{}而资金行没有写明原因",
    "execution_output_gap": "执行率低于指标得分率，差距超过{}",
    "target_too_low": "完成值达到指标值的{}",
    "magnitude": "完成值与指标值约差百倍、万倍、亿倍（偏差在{}以内）",
}
_BARE = "指标值只写数字的，一般按“≥”；成本、事故等越少越好的按“≤”，单位成本按“=”；最好写上符号。"
_NONE = "—"
_WHOLE = 10_000


def page(rules: IndicatorSet, methods: Methods, codes: Codes, worked: WorkedSums) -> str:
    """体系说明页 - Return a set as a page of Markdown."""
    clerk = _Clerk(rules, methods, codes, worked)
    sections = (
        ("来源与核对", clerk.sources()),
        ("资金行", clerk.money()),
        ("指标和分值", clerk.levels()),
        ("各行怎样得分", clerk.rows()),
        ("本体系自带的指标", clerk.indicators()),
        ("等级", clerk.grades()),
        ("特别规定", clerk.consequences()),
        ("校验的特别规定", clerk.checks()),
        ("说明", (f"- {note}" for note in rules.notes)),
        ("与上级体系的不同", clerk.differences()),
    )
    told = [f"## {title}\n\n{text}" for title, lines in sections if (text := "\n".join(lines))]
    return "\n\n".join([f"# {rules.title}", clerk.head(), *told]) + "\n"


class _Clerk:
    """Tell one set, section by section; a section without a line is left out."""

    def __init__(self, rules: IndicatorSet, methods: Methods, codes: Codes, worked: WorkedSums) -> None:
        self.rules, self.methods, self.codes, self.worked = rules, methods, codes, worked

    def head(self) -> str:
        """开头 - Return what the set is and for whom."""
        rules = self.rules
        told = "不同之处见文末。" if rules.differences else "规则与它相同。"
        base = f"以 `{rules.based_on}` 为上级体系，{told}" if rules.based_on else ""
        return f"`{rules.id}@{rules.version}`，用于{phrases.kinds(rules.kinds)}，{phrases.years(rules.years)}。{base}"

    def sources(self) -> Iterator[str]:
        """来源与核对 - Yield what the rules are from, and what was not at hand."""
        yield from _source(self.rules.source)
        if (own := self.rules.execution.source) is not None:
            yield f"- 资金行的依据：{phrases.source(own)}"
        for each in self.rules.indicators:
            if each.source is not None:
                yield f"- 指标“{each.name}”的依据：{phrases.source(each.source)}"

    def money(self) -> Iterator[str]:
        """资金行 - Yield how the money row is scored."""
        own = self.rules.execution
        if own.weight is None:
            yield f"资金行不计分，只算执行率：{phrases.rate(own)}。"
            return
        home = f"，分值计入“{own.category}”" if own.category else ""
        yield f"资金行{phrases.points(own.weight)}{home}。{phrases.rate(own)}；{phrases.earned_by_rate(own)}。"
        yield from self.example(("execution",), "\n")

    def levels(self) -> Iterator[str]:
        """指标和分值 - Yield the levels with their weights, other allowed weights, and what proves them."""
        rules = self.rules
        if rules.weights is not Weights.FIXED:
            yield f"{'分值' if rules.scored else ''}{phrases.WEIGHTS[rules.weights]}。\n"
        yield from self.level_table() if rules.categories else ()
        yield from self.left_open()
        for each in rules.alternatives:
            yield f"\n分值也可以这样定：{phrases.alternative(each)}。"
        for category in rules.categories:
            for aspect in category.aspects:
                if aspect.evidence is not None:
                    yield f"\n{aspect.name}的佐证：{phrases.evidence(aspect.evidence)}。"

    def left_open(self) -> Iterator[str]:
        """留给自评表的分值 - Yield which points the set leaves to the form."""
        rules = self.rules
        known = sum(each.weight or 0 for each in rules.categories) + (0 if rules.execution.category else rules.execution.weight or 0)
        rest = f"，合计{phrases.points(_WHOLE - known)}" if rules.weights is Weights.FIXED else ""
        if not rules.categories:
            yield f"指标不分级，{'就是下面所列的各项' if self.closed else '逐行填写'}{rest}。"
        elif rest and any(each.weight is None for each in rules.categories):
            yield f"\n没有写分值的，由自评表填写{rest}。"

    def level_table(self) -> Iterator[str]:
        """分级表 - Yield the table of levels; a money row that stands by itself is its first line."""
        own = self.rules.execution
        rows = [["预算执行率（资金行）", phrases.points(own.weight), ""]] if own.weight and not own.category else []
        yield from _table(("一级指标", "分值", "二级指标"), [*rows, *map(self.level, self.rules.categories)])

    def level(self, own: Category) -> list[str]:
        """分级表一行 - Return one line of the table of levels."""
        money = self.rules.execution
        inside = f"预算执行率（资金行）{phrases.points(money.weight)}" if money.category == own.name else ""
        aspects = [phrases.aspect(each) for each in own.aspects]
        return [own.name, phrases.points(own.weight), "、".join([inside, *aspects] if inside else aspects)]

    def rows(self) -> Iterator[str]:
        """各行怎样得分 - Yield how rows are scored by their targets, in the whole set and in single level-2 parts."""
        if not self.rules.scored:
            yield "本体系不计分，只填写和核对。"
            return
        if self.closed:
            return
        for name in phrases.USUAL:
            choice = self.rules.standard.get(name)
            told = phrases.choice(self.methods, name, choice) if choice else phrases.usual(self.methods, name)
            yield f"- {_TARGETS[name]}：{told}。"
            yield from self.example(("standard", name), "  ")
        yield from self.parts()
        yield f"- {_BARE}"
        if self.rules.row_methods:
            names = "、".join(phrases.method(self.methods, name) for name in self.rules.row_methods)
            yield f"- 表上可以另选的评分方法：{names}。"

    @property
    def closed(self) -> bool:
        """全为自带指标 - Tell whether all points are those of indicators that the set demands, each with a method of its own."""
        own, money = self.rules.indicators, self.rules.execution.weight or 0
        return all(each.method and each.required for each in own) and sum(each.weight or 0 for each in own) + money == _WHOLE

    def parts(self) -> Iterator[str]:
        """二级指标的计分 - Yield how rows of single level-2 parts are scored where that is not as in the rest of the set."""
        for category in self.rules.categories:
            for aspect in category.aspects:
                for name, choice in aspect.standard.items():
                    yield f"- “{aspect.name}”之下，{_TARGETS.get(name, name)}：{phrases.choice(self.methods, name, choice)}。"
                    yield from self.example(("categories", category.name, "aspects", aspect.name, "standard", name), "  ")
                if aspect.bare_sign is not None:
                    yield f"- “{aspect.name}”之下，指标值只写数字的按“{phrases.SIGNS[aspect.bare_sign]}”。"

    def indicators(self) -> Iterator[str]:
        """自带指标 - Yield the indicators that the set brings along."""
        if own := self.rules.indicators:
            yield from _table(("所属", "指标", "分值", "怎样得分", "佐证"), map(self.indicator, own))

    def indicator(self, own: Indicator) -> list[str]:
        """自带指标一行 - Return one line of the table of indicators."""
        place = " / ".join(level for level in (own.category, own.aspect) if level)
        more = (f"指标解释：{own.explanation}" if own.explanation else "", f"原文：{own.standard_text}" if own.standard_text else "")
        words = "；".join(part for part in (self.how(own), *phrases.makings(own), *more, phrases.doubt(own)) if part)
        evidence = phrases.evidence(own.evidence) if own.evidence else _NONE
        return [place or _NONE, f"{own.name}{'（必填）' if own.required else ''}", phrases.points(own.weight) or _NONE, words, evidence]

    def how(self, own: Indicator) -> str:
        """怎样得分 - Return how an indicator is scored; what the section on rows tells in full is only named."""
        if not self.rules.scored:
            return "填写完成情况"
        if own.method is None:
            return "按指标值"
        usual = own.method in phrases.USUAL and own.method not in self.rules.standard and own.parameters == type(own.parameters)()
        if usual and not self.closed:
            return phrases.method(self.methods, own.method)
        return f"{phrases.method(self.methods, own.method)}：{phrases.sentence(self.methods, own.method, own.parameters)}"

    def grades(self) -> Iterator[str]:
        """等级 - Yield the bands of the total."""
        if self.rules.grades:
            yield f"按总分：{phrases.grades(self.rules.grades)}。"

    def consequences(self) -> Iterator[str]:
        """特别规定 - Yield what follows from events, losses and totals."""
        rules = self.rules
        yield from (f"- 超额完成：{phrases.over_completion(each)}。" for each in rules.over_completion)
        if rules.veto is not None:
            yield f"- 一票否决：{phrases.veto(rules.veto)}，得分照列。"
        yield from (f"- {phrases.accumulated(each)}。" for each in rules.accumulated)
        if rules.payout is not None:
            yield f"- {rules.payout.title}：{phrases.payout(rules.payout)}。"
            yield from self.example(("payout",), "  ")

    def checks(self) -> Iterator[str]:
        """校验 - Yield limits of checks and severities that are not the usual ones."""
        usual = dict(Thresholds())
        for name, value in self.rules.thresholds:
            if value != usual[name]:
                words = _LIMITS[name].format(phrases.percentage(value)) if name in _LIMITS else name
                yield f"- {words}的，给出提示（通常为{phrases.percentage(usual[name])}）。"
        for code, severity in self.rules.severities.items():
            words = "不提示" if severity is Severity.OFF else f"作为“{phrases.SEVERITIES[severity]}”提示"
            yield f"- {self.codes.get(code, code)}：{words}。"

    def differences(self) -> Iterator[str]:
        """与上级不同 - Yield what differs from the base, with the reasons."""
        if self.rules.based_on is None:
            return
        if not self.rules.differences:
            yield f"规则与 `{self.rules.based_on}` 完全相同。"
            return
        yield f"上级体系是 `{self.rules.based_on}`。\n"
        for each, place, words in Deviations(self.rules, self.methods, self.codes).told():
            yield f"- {place}：{_sentence(words)}理由：{_sentence(each.why)}"

    def example(self, place: Place, indent: str) -> Iterator[str]:
        """算例 - Yield the worked number of a rule, where there is one."""
        if place in self.worked:
            yield f"{indent}例：{_sentence(self.worked[place])}"


def _sentence(text: str) -> str:
    """Return a text that closes with exactly one full stop."""
    return f"{text.rstrip('。；')}。"


def _source(own: Source) -> Iterator[str]:
    """Yield what a set is from, and how sure that is."""
    named = " ".join(part for part in (own.number, f"《{own.title}》", own.clause) if part)
    yield f"- 依据：{named}"
    if own.read:
        yield f"- 读自：{own.read}"
    yield f"- 未核对原文：{own.why}" if own.unverified and own.why else "- 已核对原文" if not own.unverified else "- 未核对原文"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table of Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.replace('|', '｜').split()) for cell in row)} |"
