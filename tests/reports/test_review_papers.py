"""复核文书 - The papers of a review print what it gave: counts, sums, shares, both ratings, every row; every figure is proved."""

import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import structs

from perfeval import library, reports
from perfeval.errors import Invalid
from perfeval.evaluation import Kind
from perfeval.library import ReportTemplate
from perfeval.quantities import Fraction, Points
from perfeval.reports import PAPERS, Paper, PaperFacts
from perfeval.reports.documents import narrative_keys
from perfeval.reports.facts.review_given import Letterhead, Problem, Rating, ReviewedItem
from perfeval.reports.facts.review_opinion import OpinionGiven, opinion_facts
from perfeval.reports.facts.review_report import DrawGiven, ReviewGiven, ReviewReportFacts, review_report_facts
from perfeval.reports.facts.review_summary import SummaryFacts
from perfeval.reports.facts.review_yearly import YearlyGiven, yearly_facts
from perfeval.reports.readback import read_back
from perfeval.review import Drawing, draw, frame_of, frame_sha256
from perfeval.scoring import RowScore
from scripts.templates import registry, review_samples
from tests.reports.forms import SAMPLES, cases, sample

GRADES = ("优", "良", "中", "差")
HEAD = Letterhead(bureau="示例县财政局", year=2022)
TEMPLATES = [library.report_template(template_id) for template_id in registry.PAPERS]
WITH_CHARTS = [template for template in TEMPLATES if template.id in ("review.report", "review.yearly")]
SECOND = [("ningxia.yinchuan.project.form.2021", "yinchuan"), ("hubei.guangshui.project.form.2021", "guangshui")]
named = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def facts(template: ReportTemplate) -> PaperFacts:
    """Return the facts of the sample of a template."""
    return registry.PAPERS[template.id][1]()


def made(money: int, ratings: Sequence[tuple[Kind, str, str]], problems: Sequence[Problem] = ()) -> tuple[ReviewedItem, ...]:
    """Return items with these kinds, reviewed grades and quality grades; the last one has what is left of the money."""
    share = money // len(ratings) - 12_345
    return tuple(
        ReviewedItem(
            item=f"P{at:03d}",
            name=f"项目{at}",
            unit=f"单位{at % 7}",
            department=f"部门{at % 3}",
            kind=kind,
            money=share if at < len(ratings) - 1 else money - share * (len(ratings) - 1),
            own=Rating(points=Points(9_500), grade="优"),
            reviewed=Rating(grade=reviewed),
            quality=Rating(grade=quality),
            problems=tuple(problem for number, problem in enumerate(problems) if at % (number + 2) == 0),
        )
        for at, (kind, reviewed, quality) in enumerate(ratings)
    )


def told(items: tuple[ReviewedItem, ...]) -> ReviewReportFacts:
    """Return the facts of a report on items."""
    return review_report_facts(ReviewGiven(head=HEAD, grades=GRADES, items=items), keys("review.report"))


def keys(template_id: str) -> tuple[str, ...]:
    """Return the sections of words that a template asks for."""
    return narrative_keys(library.report_template(template_id).manifest)


def rows(facts_: ReviewReportFacts, field: str) -> list[tuple[str, str, str, str]]:
    """Return a table of grades without its sums."""
    return [(each.group, each.grade, each.count, each.share) for each in getattr(facts_, field)]


def test_twenty_projects_and_two_departments_have_their_two_ratings_with_counts_sums_and_shares() -> None:
    projects = [(Kind.PROJECT, "良" if at == 4 else "优", "中" if at == 9 else "优") for at in range(20)]
    report = told(made(10_215_460_000, [*projects, *[(Kind.DEPARTMENT, "优", "优")] * 2]))
    assert report.money_wan == "10215.46"
    assert rows(report, "reviewed_grades") == [
        ("项目支出", "优", "19", "95%"),
        ("项目支出", "良", "1", "5%"),
        ("项目支出", "小计", "20", "100%"),
        ("部门整体支出", "优", "2", "100%"),
        ("部门整体支出", "小计", "2", "100%"),
        ("合计", "优", "21", "95.45%"),
        ("合计", "良", "1", "4.55%"),
        ("合计", "合计", "22", "100%"),
    ]
    assert rows(report, "quality_grades")[:4] == [
        ("项目支出", "优", "19", "95%"),
        ("项目支出", "中", "1", "5%"),
        ("项目支出", "小计", "20", "100%"),
        ("部门整体支出", "优", "2", "100%"),
    ]
    assert report.scope_sentence == "本次复核22项，包括项目支出20个、部门整体支出2个，涉及7个单位，资金10215.46万元。"
    assert report.reviewed_grades[-1].money_wan == report.quality_grades[-1].money_wan == "10215.46"
    assert [each.values for each in report.grades_chart.series] == [("22", "0", "0", "0"), ("21", "1", "0", "0"), ("21", "0", "1", "0")]


def test_thirty_five_projects_and_fifteen_departments_are_54_14_and_32_percent() -> None:
    grades = ["优"] * 27 + ["良"] * 7 + ["中"] * 16
    kinds = [Kind.DEPARTMENT if at % 10 in (0, 4, 8) else Kind.PROJECT for at in range(50)]
    report = told(made(27_177_289_000, [(kind, grade, grade) for kind, grade in zip(kinds, grades, strict=True)]))
    assert [each for each in rows(report, "reviewed_grades") if each[0] == "合计"] == [
        ("合计", "优", "27", "54%"),
        ("合计", "良", "7", "14%"),
        ("合计", "中", "16", "32%"),
        ("合计", "合计", "50", "100%"),
    ]
    assert [each[2] for each in rows(report, "reviewed_grades") if each[1] == "小计"] == ["35", "15"]
    assert report.money_wan == report.reviewed_grades[-1].money_wan == "27177.289"
    document = reports.render_paper(library.report_template("review.report"), report)
    assert reports.proofread(document, report).faults == ()
    assert "| ↑ | 良 | 7 | 14% |" in reports.text_of(document)
    assert "合计50个，金额27177.289万元，其中“优”27个、占54%，“良”7个、占14%，“中”16个、占32%。" in report.reviewed_sentence


@named
def test_every_figure_of_every_paper_is_proved(template: ReportTemplate) -> None:
    proof = reports.proofread(reports.render_paper(template, facts(template)), facts(template))
    assert proof.faults == ()
    assert proof.figures > 10


@named
def test_no_table_of_a_paper_stays_unproved(template: ReportTemplate) -> None:
    examined = reports.examine(template)
    assert (examined.defects, examined.remarks) == ((), ())


@named
def test_the_sample_and_the_template_are_those_of_today(template: ReportTemplate) -> None:
    given = facts(template)
    assert reports.render_paper(template, given) == reports.render_paper(template, given)
    assert reports.text_of(reports.render_paper(template, given)) == template.expected.decode()
    assert registry.build(template.id) == registry.build(template.id)


@named
def test_every_figure_that_is_changed_in_a_paper_is_found(template: ReportTemplate) -> None:
    given = facts(template)
    document = reports.render_paper(template, given)
    for old in dict.fromkeys(re.findall(r">(\d+\.\d\d)<", docx_part(document, "word/document.xml"))):
        changed = with_part(document, "word/document.xml", f">{old}<", ">0.07<")
        assert reports.proofread(changed, given).faults, old


@pytest.mark.parametrize("template", WITH_CHARTS, ids=lambda template: template.id)
def test_a_chart_that_shows_or_keeps_another_number_is_found(template: ReportTemplate) -> None:
    given = facts(template)
    document = reports.render_paper(template, given)
    assert len(read_back(document).charts) == 2
    chart = "word/charts/perfeval1.xml"
    old = re.search(r"<c:v>(\d+)</c:v></c:pt></c:numCache>|<c:v>(\d+)</c:v></c:pt><c:pt idx=\"1\"><c:v>0</c:v>", docx_part(document, chart))
    assert old is not None
    faults = reports.proofread(with_part(document, chart, old[0], old[0].replace(f">{old[1] or old[2]}<", ">99<")), given).faults
    assert [each.where.startswith("图表1“") and "99" in each.message for each in faults] == [True]
    swapped = with_book(document, "word/embeddings/perfeval1.xlsx", read_book(document, "word/embeddings/perfeval2.xlsx"))
    assert all("背后的工作簿" in each.where for each in reports.proofread(swapped, given).faults) is True
    assert reports.proofread(swapped, given).faults


def test_a_row_that_is_missing_or_too_many_is_found() -> None:
    template, given = TEMPLATES[-2], review_samples.summary()
    document = reports.render_paper(template, given)
    assert isinstance(given, SummaryFacts)
    fewer, more = replace(given, departments=given.departments[:-1]), replace(given, departments=(*given.departments, given.departments[0]))
    assert any("多出一行" in each.message for each in reports.proofread(document, fewer).faults)
    assert reports.proofread(document, more).faults


def printed_draw(document: bytes) -> tuple[str, dict[str, list[tuple[str, Fraction]]], dict[str, int], set[str]]:
    """Return from the printed report alone: the seed, the items with their money by stratum, how many were drawn of each, and which."""
    copy = read_back(document)
    seed = next(found[1] for text in copy.paragraphs if (found := re.search("种子“(.+?)”", text)))
    frame = next(grid.rows[1:] for grid in copy.grids if "上年\n等级" in grid.rows[0])
    strata: dict[str, list[tuple[str, Fraction]]] = {}
    for row in frame:
        strata.setdefault(row[4], []).append((row[1], Fraction(row[5])))
    drawn = {row[0]: int(row[4]) for row in next(grid.rows[1:] for grid in copy.grids if grid.rows[0][0] == "抽样层")}
    return seed, strata, drawn, {row[1] for row in frame if row[8] == "√"}


def u_by_hand(seed: str, stratum: str, item: str) -> Fraction:
    """Return the number that decides, as docs/review.md says."""
    return Fraction(int(sha256(f"{seed}|{stratum}|{item}".encode()).hexdigest(), 16), 2**256)


def by_size(seed: str, stratum: str, items: list[tuple[str, Fraction]], count: int) -> set[str]:
    """Return what is drawn in proportion to money, as docs/review.md says."""
    certain: set[str] = set()
    rest = items
    while large := {item for item, money in rest if money >= sum(each for _, each in rest) / (count - len(certain))}:
        certain |= large
        rest = [each for each in rest if each[0] not in large]
    step = sum(money for _, money in rest) / (count - len(certain))
    points = [(at + u_by_hand(seed, stratum, "")) * step for at in range(count - len(certain))]
    found, before = certain, Fraction(0)
    for item, money in sorted(rest, key=lambda each: u_by_hand(seed, stratum, each[0])):
        if any(before <= point < before + money for point in points):
            found = found | {item}
        before += money
    return found


@pytest.mark.parametrize("drawing", [Drawing.RANDOM, Drawing.BY_SIZE])
def test_a_stranger_can_draw_again_from_the_printed_report_alone(drawing: Drawing) -> None:
    frame = frame_of(review_samples.frame())
    drawn = draw(frame, structs.replace(review_samples.PLAN, drawing=drawing))
    given = ReviewGiven(head=HEAD, grades=GRADES, items=review_samples.reviewed(drawn), draws=(DrawGiven(sample=drawn, frame=frame),))
    document = reports.render_paper(library.report_template("review.report"), review_report_facts(given, keys("review.report")))
    seed, strata, counts, marked = printed_draw(document)
    again: set[str] = set()
    for name, items in strata.items():
        alike = {item for item, _ in sorted(items, key=lambda each, name=name: u_by_hand(seed, name, each[0]))[: counts[name]]}  # type: ignore[misc]
        again |= alike if drawing is Drawing.RANDOM else by_size(seed, name, items, counts[name])
    assert again == marked == {each.item for each in drawn.items}
    assert frame_sha256(frame) in reports.text_of(document)


def test_a_frame_that_is_too_long_is_published_and_not_printed() -> None:
    drawn = draw(review_samples.frame(), review_samples.PLAN)
    frame = frame_of([structs.replace(each, item=f"{each.item}{at}") for at in range(40) for each in review_samples.frame()])
    report = review_report_facts(ReviewGiven(head=HEAD, grades=GRADES, items=(), draws=(DrawGiven(sample=drawn, frame=frame),)))
    assert report.frame == ()
    assert "抽样框2560项，项数多，不列于本报告" in report.frame_sentence


def test_problems_are_told_with_their_number_the_most_frequent_first_and_a_few_examples() -> None:
    problems = [
        Problem(code="a", title="自评不按时", words="晚报12天"),
        Problem(code="b", title="指标值设置过低", words="完成值为指标值的222%"),
    ]
    report = told(made(1_000_000, [(Kind.PROJECT, "优", "优")] * 6, problems))
    assert [(each.heading, each.title, each.count, each.share, len(each.examples)) for each in report.problem_kinds] == [
        ("（一）", "自评不按时", "3", "50%", 3),
        ("（二）", "指标值设置过低", "2", "33.33%", 2),
    ]
    assert report.problem_kinds[0].examples[0] == "单位0“项目0”：晚报12天。"
    assert report.problems_sentence == "复核的6项中，4项存在问题，共2类，按涉及项数由多到少列出。"


def test_an_item_that_was_not_rated_yet_is_told_as_such() -> None:
    first, second = made(100, [(Kind.PROJECT, "优", "优")] * 2)
    report = told((first, replace(second, reviewed=Rating())))
    assert [(each.grade, each.count) for each in report.reviewed_grades] == [("优", "1"), ("无等级", "1"), ("小计", "2")]
    assert (report.items[1].reviewed_grade, report.items[1].delta) == ("—", "—")


def test_a_review_with_one_rating_only_prints_no_table_and_no_bars_for_the_other() -> None:
    given = told(tuple(replace(each, quality=Rating()) for each in made(100, [(Kind.PROJECT, "优", "优")] * 3)))
    document = reports.render_paper(library.report_template("review.report"), given)
    assert (given.quality_grades, given.quality_sentence) == ((), "本次没有评定。")
    assert read_back(document).charts[0].shown[0] == ("", "自评等级", "复核评级")
    assert not any("自评工作质量评级" in row for grid in read_back(document).grids for row in grid.rows)
    assert reports.proofread(document, given).faults == ()


def test_a_report_without_problems_samples_and_words_says_so_plainly() -> None:
    given = told(made(100, [(Kind.PROJECT, "优", "优")]))
    document = reports.render_paper(library.report_template("review.report"), given)
    text = reports.text_of(document)
    assert "复核的1项均未发现问题。" in text
    assert "（本节未填写）" in text
    assert "附表2" not in text
    assert [chart.title for chart in read_back(document).charts] == ["自评等级、复核评级与自评工作质量评级（项）"]
    assert reports.proofread(document, given).faults == ()


def test_a_year_without_a_review_is_told_without_its_tables() -> None:
    given = yearly_facts(YearlyGiven(head=HEAD, grades=GRADES, items=review_samples.filed()), keys("review.yearly"))
    document = reports.render_paper(library.report_template("review.yearly"), given)
    assert "本年度没有开展抽查复核。" in reports.text_of(document)
    assert "复核评级" not in reports.text_of(document)
    assert reports.proofread(document, given).faults == ()


def test_the_opinion_says_in_words_which_way_the_score_went() -> None:
    item = review_samples.reviewed(draw(review_samples.frame(), review_samples.PLAN))[review_samples.LOWERED]
    assert "复核得分与自评得分相比低9.45分。" in opinion_facts(OpinionGiven(head=HEAD, item=item, set_title="甲")).result_sentence
    same = replace(item, reviewed=item.own)
    assert "复核得分与自评得分相同。" in opinion_facts(OpinionGiven(head=HEAD, item=same, set_title="甲")).result_sentence
    pending = replace(item, reviewed=Rating())
    assert "复核得—分" in opinion_facts(OpinionGiven(head=HEAD, item=pending, set_title="甲")).result_sentence


def test_a_template_for_another_paper_is_refused() -> None:
    with pytest.raises(Invalid, match="是复核意见书，不能用自评数据填写"):
        reports.render(library.report_template("review.opinion"), [sample("project")])
    with pytest.raises(Invalid, match="是整改通知书，不能用这样的复核结果填写"):
        reports.render_paper(library.report_template("review.notice"), review_samples.opinion())
    with pytest.raises(Invalid, match="是自评表，不能用这样的复核结果填写"):
        reports.render_paper(library.report_template("cn.project.form.2020"), review_samples.opinion())


def test_every_kind_of_paper_has_its_facts_and_a_template() -> None:
    assert set(PAPERS) == {paper for paper in Paper if not paper.of_forms}
    assert {reports.read_manifest(template.manifest).paper for template in TEMPLATES} == set(PAPERS)


@pytest.mark.parametrize(("template_id", "name"), SECOND)
def test_the_second_column_of_a_form_is_filled_from_the_reviewed_card_and_empty_without_one(template_id: str, name: str) -> None:
    template, case = library.report_template(template_id), cases(SAMPLES / f"{name}.yaml")[0]
    plain = reports.render(template, [case])
    assert reports.proofread(plain, reports.report_facts([case])).faults == ()
    halved = tuple(replace_points(row) for row in case.card.rows)
    second = replace(case.card, rows=halved, total=Points(6_123), grade="中")
    reviewed = replace(case, reviewed=second)
    document = reports.render(template, [reviewed])
    assert reports.proofread(document, reports.report_facts([reviewed])).faults == ()
    assert reports.proofread(document, reports.report_facts([case])).faults
    assert "61.23" in reports.text_of(document)
    assert "61.23" not in reports.text_of(plain)


def replace_points(row: RowScore) -> RowScore:
    """Return a scored row with half of its points."""
    return structs.replace(row, points=None if row.points is None else Points(row.points // 2))


def test_all_papers_open_in_libreoffice_with_their_charts(tmp_path: Path) -> None:
    for template in TEMPLATES:
        (tmp_path / f"{template.id}.docx").write_bytes(reports.render_paper(template, facts(template), footing="草稿"))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, tmp_path, *sorted(tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    printed = {
        template.id: subprocess.run(["pdftotext", tmp_path / f"{template.id}.pdf", "-"], check=True, capture_output=True, text=True).stdout
        for template in TEMPLATES
    }
    assert all("草稿" in text for text in printed.values())
    assert "各类问题涉及的项数" in printed["review.report"]
    assert "各部门自评平均分" in printed["review.yearly"]


def docx_part(document: bytes, name: str) -> str:
    """Return one part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read(name).decode()


def read_book(document: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read(name)


def with_part(document: bytes, name: str, old: str, new: str) -> bytes:
    """Return a package in which the first such text of a part is another one."""
    text = docx_part(document, name)
    assert old in text
    return with_book(document, name, text.replace(old, new, 1).encode())


def with_book(document: bytes, name: str, data: bytes) -> bytes:
    """Return a package with another part in the place of one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            new.writestr(each, data if each == name else old.read(each))
    return target.getvalue()
