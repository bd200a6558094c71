"""画面清单 - Which screens the user guide shows: file name, who looks, at which address, what is done there first.

The order is that of the work: what is done on one screen (a form is sent in) is seen on the next. `{filling}`, `{finance_check}` and the
like stand for the first evaluation of that state in the newest round that this person may see, `{filling:1}` for the second; `{round}`
for that round.
"""

from dataclasses import dataclass

from scripts.screen_steps import PDF, Step, agree, choose, click, cut, fill_in_excel, follow, give, key, press, show, table, wait, write

_PROJECTS = table(
    (
        ("项目编码", "项目名称", "单位编码", "年初预算数（万元）", "全年预算数（万元）"),
        ("T2601", "校舍维修", "990101", 500, 480),
        ("T2602", "教师培训", "990102", 60, 60),
        ("T2603", "农村公路修补", "0000", 35, 35),
    )
)


_PLAN = (write("抽查名称", "2025年度绩效自评抽查"), write("每层抽多少", "10%"), write("种子", "20260320"))
_LAST_YEAR = (follow("2024年度"), follow("抽查复核"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """画面 - Name a screen: its file, the login of who looks, the address, the steps, and whether the page is shown in full length."""

    name: str
    who: str
    at: str
    steps: tuple[Step, ...] = ()
    whole: bool = False


def _screen(name: str, who: str, at: str, *steps: Step, whole: bool = False) -> Screen:
    return Screen(name=name, who=who, at=at, steps=steps, whole=whole)


SCREENS = (
    _screen("sign-in", "", "/"),
    _screen("clerk-home", "tianbao03", "/"),
    _screen("clerk-form", "tianbao02", "/evaluations/{filling}/form"),
    _screen("clerk-indicators", "tianbao02", "/evaluations/{filling}/form", show("#indicators")),
    _screen(
        "clerk-sum", "tianbao02", "/evaluations/{filling}/form", click("#money-points a"), wait("算式"), show("caption >> text=预算执行")
    ),
    _screen("clerk-findings", "tianbao03", "/evaluations/{filling}/form", show("#indicators")),
    _screen(
        "clerk-evidence",
        "tianbao02",
        "/evaluations/{filling}/form",
        click("#r-2 .more a"),
        give("文件", "设备验收单.pdf", PDF),
        write("材料名称", "设备验收单"),
        choose("种类", "验收"),
        press("上传"),
        wait("设备验收单"),
        show("#panel h3 >> text=佐证材料"),
    ),
    _screen(
        "clerk-offline",
        "tianbao02",
        "/evaluations/{filling}/form",
        cut,
        write("实际完成值 第1行", "238台"),
        wait("未保存"),
        show("#indicators"),
    ),
    _screen("clerk-keys", "tianbao02", "/evaluations/{filling}/form", click("h1"), key("?"), wait("键盘操作")),
    _screen("clerk-excel", "tianbao02", "/evaluations/{filling}/workbook", fill_in_excel, press("看改动"), wait("将改动")),
    _screen("clerk-preview", "tianbao02", "/evaluations/{filling}/preview"),
    _screen("clerk-submit", "tianbao01", "/evaluations/{filling}/submit", whole=True),
    _screen("clerk-receipt", "tianbao01", "/evaluations/{filling}/submit", press("送审"), wait("已送审")),
    _screen("clerk-returned", "tianbao03", "/evaluations/{filling:1}/form"),
    _screen("checker-home", "shenhe01", "/"),
    _screen(
        "checker-return",
        "shenhe01",
        "/evaluations/{unit_check}?state=unit_check",
        click(".return-row summary"),
        choose("第1行的退回原因", "佐证材料不足"),
        write("第1行的退回说明", "请补上验收单"),
        click("#return > summary"),
        write("退回原因", "第1行缺验收单，补齐后请再送审"),
        show("#lines"),
    ),
    _screen("department-home", "zhuguan01", "/"),
    _screen("department-users", "zhuguan01", "/users"),
    _screen("bureau-home", "fuze", "/"),
    _screen("bureau-board", "fuze", "/rounds/{round}"),
    _screen("bureau-list", "caizheng", "/rounds/{round}/evaluations?state=finance_check"),
    _screen("bureau-evaluation", "caizheng", "/evaluations/{finance_check}?state=finance_check"),
    _screen(
        "bureau-sum",
        "caizheng",
        "/evaluations/{finance_check}?state=finance_check",
        show("#lines"),
        click("#row-1 [title='看这一分怎么来的']"),
        wait("用到的数"),
    ),
    _screen("bureau-new-round", "fuze", "/rounds/new", write("批次名称", "2025年度转移支付项目自评"), press("下一步"), wait("^2．")),
    _screen("bureau-setup", "fuze", "/rounds/{round}/setup"),
    _screen(
        "bureau-import",
        "fuze",
        "/rounds/{round}/import/projects",
        give("文件", "项目清单.xlsx", _PROJECTS),
        press("预览"),
        wait("整份都不能导入"),
    ),
    _screen("bureau-reminders", "fuze", "/rounds/{round}/reminders"),
    _screen("bureau-sets", "fuze", "/sets"),
    _screen("bureau-set", "fuze", "/sets/cn/project/2020"),
    _screen("bureau-score", "caizheng", "/score"),
    _screen("reviewer-plan", "fuhe", "/rounds/{round}/samples/new", *_PLAN, press("预览各层和覆盖面"), wait("覆盖")),
    _screen(
        "reviewer-drawn",
        "fuhe",
        "/rounds/{round}/samples/new",
        agree,
        *_PLAN,
        press("预览各层和覆盖面"),
        wait("覆盖"),
        press("抽取"),
        wait("已抽取"),
        click("[data-ticks='chosen']"),
        choose("勾选的项分派给", "财政复核人"),
        press("分派"),
        wait("已分派"),
        press("下发"),
        wait("已下发，"),
    ),
    _screen("reviewer-home", "fuhe", "/reviews"),
    _screen("reviewer-sheet", "fuhe", "/reviews", click("td a.btn"), wait("预算执行率")),
    _screen("reviewer-result", "fuze", "/rounds", *_LAST_YEAR, follow("高标准农田建设"), wait("复核结果")),
    _screen("reviewer-statistics", "fuze", "/rounds", *_LAST_YEAR, follow("复核统计"), wait("复核人之间")),
    _screen("reviewer-rectifications", "fuze", "/rounds", *_LAST_YEAR, follow("整改"), wait("项整改")),
    _screen("auditor-search", "shenji", "/search?state=final"),
    _screen(
        "auditor-evaluation",
        "shenji",
        "/evaluations/{final}",
        click("#versions >> text=查证送审内容和回执"),
        wait("内容散列重算"),
        show("#proofs"),
    ),
    _screen("auditor-journal", "shenji", "/journal"),
    _screen("auditor-verification", "shenji", "/journal/verification", press("现在查证"), wait("全部相符")),
    _screen("administrators-home", "xitong", "/"),
    _screen("administrators-users", "xitong", "/users"),
    _screen(
        "administrators-slip",
        "xitong",
        "/users/new",
        write("登录名", "xinren"),
        write("姓名", "李新"),
        choose("所在单位", "示例县第一中学"),
        press("建立账号"),
        wait("一次性口令只显示这一次"),
    ),
    _screen("administrators-role", "anquan", "/users?q=xinren", follow("李新")),
    _screen("administrators-units", "xitong", "/units"),
    _screen("account", "tianbao04", "/account"),
    _screen("account-second-factor", "tianbao04", "/account/second-factor", press("开始登记"), wait("手工输入密钥")),
)
"""全部画面 - Every screen, in the order in which they are made."""
