import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from perfeval.settings import Settings
from perfeval.web.office import Office
from tests.service.browsing import HTML, see, send
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, PASSWORD, UNITS, id_of
from tests.service.filled import form
from tests.service.lists import csv

At = Callable[[str], Client]
HOSTILE = "<img src=x onerror=alert(1)>"
NEW = "Qiufeng-2027!"


def secret(page: str) -> str:
    """Return the one-time password of a slip."""
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found
    return found[1]


def test_the_system_administrator_makes_an_account_and_the_security_administrator_gives_it_a_role(at: At, clients: Clients) -> None:
    system, security = at("system"), at("security")
    made = send(system, "/users/new", login="zhangsan", name=HOSTILE, duty="business", unit=UNITS["school1"].id)
    assert made.status_code == 200
    assert HOSTILE not in made.text
    person = re.search(r'href="/users/([0-9a-f]{32})"', made.text)
    assert person
    assert "授予" not in see(system, f"/users/{person[1]}").text.partition("<h2>角色</h2>")[2].partition("</section>")[0].replace(
        "由安全管理员授予", ""
    )
    page = see(security, f"/users/{person[1]}").text
    assert "重置口令" not in page
    assert HOSTILE not in page
    refused = send(security, f"/users/{person[1]}/grants", role="auditor", unit=UNITS["bureau"].id)
    assert refused.status_code == 422
    assert "审计人员的授权须有截止日期" in refused.text
    assert send(security, f"/users/{person[1]}/grants", role="filler", unit=UNITS["school1"].id).status_code == 303
    assert "填报人" in see(security, f"/users/{person[1]}").text
    assert clients.stranger().sign_in("zhangsan", secret(made.text)).is_success


def test_what_was_typed_for_a_refused_account_is_still_there(at: At) -> None:
    refused = send(at("system"), "/users/new", login="a b", name="李四", duty="business", phone="0000-7654321")
    assert refused.status_code == 422
    assert all(words in refused.text for words in ('value="a b"', 'value="李四"', 'value="0000-7654321"', "登录名须为", "须写明所在单位"))


def test_accounts_are_disabled_unlocked_signed_off_and_given_new_passwords(at: At, clients: Clients) -> None:
    system, filler, person = at("system"), at("filler1"), id_of("filler1")
    assert send(system, f"/users/{person}/sign-off").status_code == 303
    assert filler.get("/api/v1/me").status_code == 401
    assert send(system, f"/users/{person}/unlock").status_code == 303
    slip = send(system, f"/users/{person}/password")
    assert clients.stranger().sign_in("filler1", secret(slip.text)).is_success
    version = system.get(f"/api/v1/users/{person}").json()["version"]
    assert send(system, f"/users/{person}/disabled", version=version, disabled="1").status_code == 303
    assert "停用" in see(system, f"/users/{person}").text
    assert clients.stranger().sign_in("filler1", secret(slip.text)).status_code == 403
    assert send(system, f"/users/{person}/disabled", version=version, disabled="0").status_code == 409


def test_who_may_not_is_told_and_nothing_is_done(at: At) -> None:
    person = id_of("filler1")
    for login, address in (
        ("security", "/users/new"),
        ("department1", "/users/new"),
        ("audit", "/users"),
        ("filler1", "/users"),
        ("department1", "/users/import"),
        ("security", "/units/new"),
        ("department1", "/units/import"),
        ("third", "/units"),
    ):
        assert see(at(login), address).status_code == 403, (login, address)
    assert see(at("department2"), f"/users/{person}").status_code == 404
    assert send(at("department2"), f"/users/{person}/password").status_code == 404
    assert send(at("security"), f"/users/{person}/disabled", version=1, disabled="1").status_code == 403
    refused = send(at("system"), f"/users/{id_of('security')}/password")
    assert refused.status_code == 403
    assert "只能在服务器上由运维人员重置" in refused.text
    assert secret(send(at("department1"), f"/users/{person}/password").text)


def test_a_department_helps_its_units_and_sees_nobody_else(at: At) -> None:
    page = see(at("department1"), "/users").text
    assert all(login in page for login in ("filler1", "filler2", "checker1"))
    assert not any(f">{login}<" in page for login in ("filler3", "system", "finance"))


def test_units_are_made_changed_and_taken_away_as_a_list_that_can_be_imported_again(at: At) -> None:
    system = at("system")
    made = send(system, "/units/new", code="school3", name=HOSTILE, kind="unit", parent=UNITS["education"].id)
    assert made.status_code == 303
    page = see(system, made.headers["location"]).text
    assert "已建立" in page
    assert HOSTILE not in page
    unit = made.headers["location"].partition("?")[0]
    assert send(system, unit, version=1, name="某县第三中学", valid_from="2026-01-01", valid_to="2025-01-01").status_code == 422
    assert send(system, unit, version=1, name="某县第三中学", valid_to="2026-12-31", region="").status_code == 303
    tree = see(system, "/units").text
    assert tree.index("某县教育体育局") < tree.index("某县第三中学") < tree.index("某县林业局")
    assert "2026-12-31" in tree
    assert "找不到" not in see(system, "/units?q=第三").text
    book = system.get("/units/list.xlsx")
    files = {"file": ("单位.xlsx", book.content, "application/octet-stream")}
    mark = {"csrf": system.http.headers["X-CSRF-Token"], "apply": "0"}
    answer = system.post("/units/import", headers=HTML, data=mark, files=files).text
    assert "共8行：新增 0，修改 0，不变 8" in answer


def test_a_list_of_people_is_previewed_then_imported_with_slips(at: At) -> None:
    system = at("system")
    head = ("登录名", "姓名", "单位编码", "角色")
    table = csv([head, ("wangwu", "王五", "school1", "填报人"), ("zhaoliu", "赵六", "school2", "填报人")])
    mark = {"csrf": system.http.headers["X-CSRF-Token"]}

    def bring(apply: str, data: bytes) -> Any:
        return system.post("/users/import", headers=HTML, data={**mark, "apply": apply}, files={"file": ("人员.csv", data, "text/csv")})

    preview = bring("0", table)
    assert "预览，还没有导入" in preview.text
    assert "wangwu" not in see(system, "/users").text
    done = bring("1", table)
    assert len(re.findall(r'<code class="secret">', done.text)) == 2
    assert "wangwu" in see(system, "/users").text
    wrong = bring("1", csv([head[:3], ("sunqi", "孙七", "nowhere")]))
    assert wrong.status_code == 422
    assert "没有编码为“nowhere”的单位" in wrong.text
    assert "没有收到文件" in send(system, "/users/import", apply="1").text


def test_one_lists_and_ends_ones_own_sessions_by_names_that_tell_nothing(at: At, office: Office) -> None:
    office.settings = office.settings.model_copy(update={"several_sessions": True})
    here, there = at("filler1"), at("filler1")
    listed = here.get("/api/v1/me/sessions").json()
    assert listed["total"] == 2
    assert sum(each["current"] for each in listed["items"]) == 1
    other = next(each["id"] for each in listed["items"] if not each["current"])
    with office.store.reading(office.clock()) as tx:
        kept = tx.connection.exec_driver_sql("select token from sessions").scalars().all()
    assert not any(other in each or each in other for each in kept)
    assert at("filler2").delete(f"/api/v1/me/sessions/{other}").status_code == 404
    assert send(here, f"/account/sessions/{other}/end").status_code == 303
    assert there.get("/api/v1/me").status_code == 401
    assert here.delete(f"/api/v1/me/sessions/{other}").status_code == 404
    assert here.get("/api/v1/me/sessions").json()["total"] == 1


def test_a_token_is_shown_once_and_revoked(at: At) -> None:
    filler = at("filler1")
    assert send(filler, "/account/tokens", purpose="", days="400").status_code == 422
    made = send(filler, "/account/tokens", purpose=HOSTILE, days="30", read_only="1")
    token = re.search(r'id="new-token">([^<]+)<', made.text)
    assert token
    assert HOSTILE not in made.text
    page = see(filler, "/account").text
    assert token[1] not in page
    own = re.search(r"/account/tokens/([0-9a-f]{32})/revoke", page)
    assert own
    assert send(filler, f"/account/tokens/{own[1]}/revoke").status_code == 303
    assert "已收回" in see(filler, "/account").text


def test_whoever_must_first_change_the_password_is_led_there_and_back_with_what_they_had_sent(at: At, clients: Clients) -> None:
    slip = at("system").post(f"/api/v1/users/{id_of('filler1')}/password").json()
    filler = clients.stranger()
    filler.sign_in("filler1", slip["password"])
    wanted = f"/evaluations/{EVALUATIONS['school1']}?state=filling"
    led = see(filler, wanted)
    assert (led.status_code, led.headers["location"]) == (303, f"/account/password?back={quote(wanted, safe='')}")
    note = f"/evaluations/{EVALUATIONS['school1']}/notes"
    carried = send(filler, note, words="写到一半的话", new="不是口令")
    assert carried.status_code == 403
    kept = dict(re.findall(r'name="(kept:[^"]+)" value="([^"]*)"', carried.text))
    assert kept == {"kept:words": "写到一半的话", "kept:new": "不是口令"}
    own = {"current": slip["password"], "new": NEW, "again": NEW, "back": note}
    assert "不一样" in send(filler, "/account/password", **{**own, "again": "x"}, **kept).text
    weak = send(filler, "/account/password", **{**own, "new": "kurz", "again": "kurz"}, **kept)
    assert weak.status_code == 422
    assert "写到一半的话" in weak.text
    onward = send(filler, "/account/password", **own, **kept).text
    assert 'name="words" value="写到一半的话"' in onward
    assert f'action="{note}"' in onward
    assert send(filler, note, words="写到一半的话").status_code == 303
    assert clients.stranger().sign_in("filler1", NEW).is_success


def test_nobody_is_led_to_another_site(at: At) -> None:
    filler = at("filler1")
    own = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert send(filler, "/account/password", **own, back="//evil.example/x").headers["location"] == "/account?done=password"


class TestWhereAdministratorsNeedASecondFactor:
    @pytest.fixture
    def settings(self, tmp_path: Any) -> Settings:
        """An office where administrators must have a second factor."""
        return Settings(data=tmp_path, totp_required=True, threads=2)

    def test_an_administrator_is_led_to_it_before_anything_else(self, at: At) -> None:
        system = at("system")
        assert see(system, "/users").headers["location"] == "/account/second-factor?back=%2Fusers"
        assert see(system, "/account/second-factor?back=%2Fusers").status_code == 200
        begun = send(system, "/account/second-factor", back="/users").text
        assert "<svg" in begun
        assert " style=" not in begun
        shown = {"otpauth": "otpauth://totp/x", "secret": "ABC"}
        wrong = send(system, "/account/second-factor/confirm", code="000000", back="/users", **shown)
        assert wrong.status_code == 422
        assert 'id="secret">ABC<' in wrong.text


def test_forms_of_pages_need_their_token_against_forgery(at: At) -> None:
    system = at("system")
    for address in ("/users/new", "/units/new", "/account/password", f"/users/{id_of('filler1')}/password", "/account/tokens"):
        forged = system.post(address, headers={**HTML, "X-CSRF-Token": ""}, data={"csrf": "falsch"})
        assert (forged.status_code, "页面已失效" in forged.text) == (403, True), address
    school = EVALUATIONS["school1"]
    filler = at("filler1")
    filler.put(f"/api/v1/evaluations/{school}", 1, json=form())
    assert filler.post(f"/evaluations/{school}/notes", headers={**HTML, "X-CSRF-Token": ""}, data={"words": "x"}).status_code == 403


def test_the_security_administrator_sets_the_policy_on_its_page_and_gives_it_back(at: At, settings: Settings) -> None:
    security = at("security")
    page = see(security, "/policy").text
    assert page.count('name="password_length"') == 1
    assert all(words in page for words in ("口令至少几位", "8至64", f'placeholder="{settings.password_length}"'))
    saved = send(security, "/policy", version="1", password_length="12", several_sessions="1")  # noqa: S106 - a number of the policy
    assert (saved.status_code, saved.headers["location"]) == (303, "/policy?done=change")
    told = security.get("/api/v1/policy").json()
    assert (told["password_length"], told["several_sessions"], told["set_here"]) == (12, True, ["password_length", "several_sessions"])
    assert 'value="12"' in see(security, "/policy").text
    assert send(security, "/policy", version="2", several_sessions="0").status_code == 303
    told = security.get("/api/v1/policy").json()
    assert (told["password_length"], told["several_sessions"], told["version"]) == (settings.password_length, False, 3)


def test_a_refused_policy_keeps_what_was_typed_and_says_beside_the_field_what_is_wrong(at: At) -> None:
    security = at("security")
    refused = send(security, "/policy", version="1", password_length="3", password_days=HOSTILE, lockout_minutes="45")  # noqa: S106 - the same
    assert refused.status_code == 422
    assert all(words in refused.text for words in ('value="3"', 'value="45"', "口令长度（位）不能小于8", "口令有效期（天）应为整数"))
    assert HOSTILE not in refused.text
    assert security.get("/api/v1/policy").json()["set_here"] == []
    security.patch("/api/v1/policy", 1, json={"password_length": 14})
    late = send(security, "/policy", version="1", lockout_minutes="45")
    assert late.status_code == 409
    assert all(words in late.text for words in ('value="45"', "刚被别人改过", 'name="version" value="2"'))


def test_the_other_administrators_only_look_at_the_policy_and_nobody_else_does(at: At) -> None:
    for login in ("system", "audit"):
        page = see(at(login), "/policy")
        assert (page.status_code, 'name="password_length"' in page.text) == (200, False)
        assert send(at(login), "/policy", version="1", lockout_minutes="45").status_code == 403
    for login in ("filler1", "finance", "auditor"):
        assert see(at(login), "/policy").status_code == 403
