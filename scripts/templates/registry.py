"""模板登记 - Say of every shipped template which module here makes it, and which sample it is shown with."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from perfeval.reports.papers import PaperFacts
from scripts.templates import review_samples

MADE_BY: dict[str, tuple[str, str]] = {
    "anhui.civil-affairs.report.2016": ("civil_affairs_report", "civil_affairs"),
    "anhui.elderly-care.report.2016": ("elderly_care_report", "elderly_care"),
    "anhui.shouxian.department.form.2023": ("shouxian_form", "shouxian"),
    "chongqing.department.form.2021": ("chongqing_form", "department"),
    "cn.annex": ("annex", "project"),
    "cn.evaluation.report.2020": ("evaluation_report", "evaluation"),
    "cn.project.form.2020": ("central", "project"),
    "cn.project.report.2013": ("project_report", "project"),
    "cn.transfer.form.2021": ("transfer_form", "transfer"),
    "cn.transfer.report.2021": ("transfer_report", "transfer"),
    "hubei.guangshui.project.form.2021": ("guangshui_form", "guangshui"),
    "hubei.project.form.2020": ("hubei_form", "money_first"),
    "hunan.department.form.2021": ("hunan_department_form", "hunan_department"),
    "ningxia.yinchuan.project.form.2021": ("yinchuan_form", "yinchuan"),
    "sichuan.project.form.2022": ("sichuan_form", "sichuan"),
    "sichuan.project.report.2017": ("sichuan_report", "sichuan_report"),
    "yunnan.baoshan.project.form.2022": ("baoshan_form", "baoshan"),
    "yunnan.baoshan.project.report.2022": ("baoshan_report", "baoshan"),
    "yunnan.department.report.2020": ("department_report", "formulas"),
    "yunnan.project.form14.2020": ("yunnan_form14", "project"),
    "yunnan.projects.report.2020": ("projects_report", "projects"),
}
"""登记表 - Template id, the module that builds it, and the sample in `samples/` that fills it: a form of its own kind."""

PAPERS: dict[str, tuple[str, Callable[[], PaperFacts]]] = {
    "review.notice": ("review_notice", review_samples.notice),
    "review.opinion": ("review_opinion", review_samples.opinion),
    "review.report": ("review_report", review_samples.report),
    "review.summary": ("review_summary", review_samples.summary),
    "review.yearly": ("review_yearly", review_samples.yearly),
}
"""复核文书登记表 - Template id of a paper of a review, the module that builds it, and what gives the facts of its sample."""
SHIPPED = (*MADE_BY, *PAPERS)
"""有制作脚本的模板 - Every template that a script here makes."""


def build(template_id: str) -> bytes:
    """制作 - Return the Word file of a template, made anew."""
    module = (MADE_BY.get(template_id) or PAPERS[template_id])[0]
    make = cast("Callable[[], bytes]", import_module(f"scripts.templates.{module}").build)
    return make()
