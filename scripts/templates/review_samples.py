"""复核样例 - A made-up county's round: 20 projects and 2 departments drawn from 64 and reviewed, with the figures of a real report."""

from collections.abc import Iterator

from msgspec import structs

from perfeval import library
from perfeval.evaluation import Kind
from perfeval.quantities import Points
from perfeval.reports.facts.review_given import Correction, FiledItem, Letterhead, Problem, Rating, ReviewedItem
from perfeval.reports.facts.review_notice import NoticeFacts, NoticeGiven, notice_facts
from perfeval.reports.facts.review_opinion import OpinionFacts, OpinionGiven, opinion_facts
from perfeval.reports.facts.review_report import DrawGiven, ReviewGiven, ReviewReportFacts, review_report_facts
from perfeval.reports.facts.review_summary import SummaryFacts, SummaryGiven, summary_facts
from perfeval.reports.facts.review_yearly import YearlyFacts, YearlyGiven, yearly_facts
from perfeval.review import (
    Basis,
    Candidate,
    Plan,
    QualityRating,
    Quota,
    RowChange,
    Sample,
    WorkFacts,
    draft,
    draw,
    frame_of,
    rate,
    with_deviation,
)  # fmt: skip

GRADES = ("优", "良", "中", "差")
DEPARTMENTS = ("县教育体育局", "县农业农村局", "县卫生健康委员会", "县交通运输局", "县民政局", "县水利局")
WORKS = (
    "义务教育薄弱环节改善", "高标准农田建设", "基本公共卫生服务", "农村公路养护", "困难群众救助补助", "农村饮水安全巩固提升",
    "校舍维修改造", "农机购置补贴", "村卫生室补助", "客货邮融合发展",
)  # fmt: skip
MONEY = 10_215_460_000
"""样本金额 - What the 22 items of the sample come to, in 分."""
LOWERED, CARELESS = 3, 7
"""两个特例 - Which item of the sample lost its grade, and which one was evaluated badly."""
PROBLEMS = (
    Problem(code="target-vague", title="绩效目标编制不规范、不细致"),
    Problem(code="no-record", title="评价打分依据未取证留档"),
    Problem(code="boilerplate", title="自评报告模板化"),
    Problem(code="no-reason", title="扣分点未分析原因、未提改进措施"),
    Problem(code="low-target", title="指标值设置过低"),
)
WORDS = {
    "target-vague": "数量指标只写“完成建设任务”，没有数量",
    "no-record": "满意度98%没有调查记录，样本量、方法、日期均未写明",
    "boilerplate": "报告正文与上年相同，仍写上年的项目数",
    "no-reason": "时效指标扣2.00分，没有写明原因",
    "low-target": "受益人数完成值为指标值的222%",
}
ROWS = (
    ("预算执行率", 1_000, 1_000, 846, "按调整后预算计算，执行率为84.60%"),
    ("建设面积", 1_500, 1_500, 1_500, ""),
    ("验收合格率", 1_500, 1_500, 1_500, ""),
    ("按期完工", 1_000, 1_000, 700, "三个标段中一个逾期完工，按扣分标准扣30%"),
    ("单位成本", 1_000, 1_000, 1_000, ""),
    ("建成后服务能力", 1_500, 1_485, 1_485, ""),
    ("受益人口数", 1_500, 1_500, 1_500, ""),
    ("受益群众满意度", 1_000, 750, 259, "满意度没有调查记录，样本量、方法、日期均未写明，按复核时抽样访谈的结果计分"),
)
HEAD = Letterhead(bureau="示例县财政局", year=2023, number="示财绩〔2024〕12号", day="2024-06-28")
BASIS = (
    "《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    "《示例县预算绩效自评抽查复核工作方案》（示财字〔2024〕30号）",
)
TEXTS = {
    "organisation": "复核由县财政局牵头，业务主管部门和第三方评价机构共同参加，分四个小组进行，每个项目由两人复核。",
    "suggestions": "一是加强绩效目标管理，数量、质量、时效指标写明数值和单位。\n二是建立佐证材料归档制度，满意度调查留存问卷和统计表。\n"
    "三是把自评结果和复核结果作为编制下一年度预算的依据。",
}
YEARLY = {
    "organisation": "县财政局年初印发自评通知并举办培训，各部门组织所属单位自评，主管部门审核后报送，县财政局逐项校验。",
    "use": "自评结果已与部门决算一并公开，复核评级为“良”以下的项目相应核减下一年度预算。",
    "plan": "下一步将把自评工作质量纳入部门预算管理考核，对逾期报送的部门予以通报。",
}


PLAN = Plan(seed="20240506", strata=(Basis.KIND,), quota=Quota(number=20), quotas={Kind.DEPARTMENT.label: Quota(number=2)})


def frame() -> tuple[Candidate, ...]:
    """抽样框 - Return what was filed; the first item that is drawn has what is left of the money of the sample."""
    made = tuple(_filed())
    known = {each.item: each.money for each in made}
    first, *others = sorted(each.item for each in draw(made, PLAN).items)  # a simple random draw does not look at the money
    rest = MONEY - sum(known[item] for item in others)
    return tuple(structs.replace(each, money=rest) if each.item == first else each for each in made)


def _filed() -> Iterator[Candidate]:
    for at in range(58):
        unit, name = DEPARTMENTS[at % len(DEPARTMENTS)], f"{WORKS[at % len(WORKS)]}项目（{at // len(WORKS) + 1}标段）"
        yield _candidate(f"4101{at + 1:04d}", name, unit, Kind.PROJECT, 280_000_000 + at * 4_370_000)
    for at, unit in enumerate(DEPARTMENTS):
        yield _candidate(f"4199{at + 1:04d}", unit, unit, Kind.DEPARTMENT, 810_000_000 + at * 123_450_000)


def _candidate(item: str, name: str, unit: str, kind: Kind, money: int) -> Candidate:
    return Candidate(item=item, name=name, unit=unit, department=unit, kind=kind, money=money)


def reviewed(drawn: Sample) -> tuple[ReviewedItem, ...]:
    """复核项 - Return the items of a draw with both ratings: one project is 良 by result, another 中 by the quality of the work."""
    known = {each.item: each for each in frame()}
    return tuple(_reviewed(at, known[each.item]) for at, each in enumerate(sorted(drawn.items, key=lambda one: one.item)))


def _reviewed(at: int, given: Candidate) -> ReviewedItem:
    own, second = 9_780 - at * 15, 8_790 if at == LOWERED else 9_510 - at * 10
    quality = (rating().card.total or 0) if at == LOWERED else 7_420 if at == CARELESS else 9_270 - at * 2
    found = at < 18 and at != CARELESS
    return ReviewedItem(
        item=given.item,
        name=given.name,
        unit=given.unit,
        department=given.department,
        kind=given.kind,
        money=given.money,
        own=Rating(points=Points(own), grade=_grade(own)),
        reviewed=Rating(points=Points(second), grade=_grade(second)),
        quality=Rating(points=Points(quality), grade=_grade(quality)),
        problems=tuple(_with_words(problem) for number, problem in enumerate(PROBLEMS) if found and (at + number + 1) % (number + 2) == 0),
    )


def _with_words(problem: Problem) -> Problem:
    return Problem(code=problem.code, title=problem.title, words=WORDS[problem.code])


def _grade(points: int) -> str:
    return next(grade for grade, floor in zip(GRADES, (9_000, 8_000, 6_000, 0), strict=True) if points >= floor)


def rating() -> QualityRating:
    """质量评级 - Return how the work on the item that lost its grade is rated, drafted from what was found and from its deviation."""
    rules = library.quality_rules()
    document = draft(rules, WorkFacts(unfit_proofs=("满意度98%没有调查记录",)), ())
    return rate(library.indicator_set(rules.set), with_deviation(rules, document, Points(-945)), HEAD.year)


def report() -> ReviewReportFacts:
    """复核报告样例 - Return the facts of the report."""
    drawn = draw(frame(), PLAN)
    draws = (DrawGiven(sample=drawn, frame=frame_of(frame())),)
    given = ReviewGiven(head=HEAD, grades=GRADES, items=reviewed(drawn), draws=draws, basis=BASIS, visited=9, texts=TEXTS)
    return review_report_facts(given, ("content", "result", "suggestions"))


def opinion() -> OpinionFacts:
    """复核意见书样例 - Return the facts of the opinion on the project that lost its grade."""
    item = reviewed(draw(frame(), PLAN))[LOWERED]
    rows = tuple(
        RowChange(row=name, name=name, weight=Points(weight), self_points=Points(own), points=Points(second), reason=reason)
        for name, weight, own, second, reason in ROWS
    )
    head = Letterhead(bureau=HEAD.bureau, year=HEAD.year, number="示财绩复〔2024〕4号", day=HEAD.day, to=item.unit)
    title = "项目支出绩效自评（财预〔2020〕10号）"
    return opinion_facts(OpinionGiven(head=head, item=item, set_title=title, basis=BASIS[1:], rows=rows, quality=rating(), days=5))


def notice() -> NoticeFacts:
    """整改通知书样例 - Return the facts of the notice to one unit."""
    item = reviewed(draw(frame(), PLAN))[LOWERED]
    corrections = (
        Correction(
            name=item.name, problem="满意度没有调查记录", demand="补做受益群众满意度调查，留存问卷和统计表",
            owner="县卫生健康委员会基层卫生股", deadline="2024-08-31",
        ),
        Correction(
            name=item.name, problem="三个标段中一个逾期完工，未写明原因", demand="写明原因和改进措施，报主管部门审核",
            owner="县卫生健康委员会财务股", deadline="2024-07-31",
        ),
    )  # fmt: skip
    head = Letterhead(bureau=HEAD.bureau, year=HEAD.year, number="示财绩改〔2024〕2号", day="2024-07-05", to=item.unit)
    return notice_facts(NoticeGiven(head=head, corrections=corrections, basis=BASIS[1:]))


def filed() -> tuple[FiledItem, ...]:
    """自评项 - Return everything that was to be filed: two are missing, five came late, some are below the best grade."""
    made = []
    for at, each in enumerate(frame()):
        points = 9_850 - at * 13 if at % 9 else 8_720 - at * 10
        missing, grade = at in (20, 41), _grade(points)
        made.append(
            FiledItem(
                item=each.item,
                name=each.name,
                unit=each.unit,
                department=each.department,
                kind=each.kind,
                money=each.money,
                own=Rating() if missing else Rating(points=Points(points), grade=grade),
                filed=not missing,
                late=not missing and at % 12 == 5,
                reason="" if grade == GRADES[0] or at % 2 else "招标流标一次，工期顺延",
            )
        )
    return tuple(made)


def summary() -> SummaryFacts:
    """汇总表样例 - Return the facts of the table over all departments."""
    return summary_facts(SummaryGiven(head=HEAD, grades=GRADES, items=filed()))


def yearly() -> YearlyFacts:
    """年度报告样例 - Return the facts of the bureau's yearly report."""
    given = YearlyGiven(head=HEAD, grades=GRADES, items=filed(), reviewed=reviewed(draw(frame(), PLAN)), texts=YEARLY)
    return yearly_facts(given, ("organisation", "use", "plan"))
