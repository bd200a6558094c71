"""佐证 - Proofs over HTTP: handed in, listed, taken along, taken back; who may, when, and what is refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from perfeval.settings import Settings
from perfeval.store import entries
from perfeval.web.office import Office
from tests.files import made
from tests.files.test_inspection import BAD
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import change_round, grant
from tests.service.filled import form

AT = Callable[[str], Client]
MINE = f"/api/v1/evaluations/{EVALUATIONS['school1']}"
PLACE = f"{MINE}/evidence"
CLIPPED = ("system", "security", "audit", "third")


def hand_in(who: Client, data: bytes = made.pdf(), name: str = "批复.pdf", place: str = PLACE, **fields: Any) -> httpx.Response:
    """Hand in a file."""
    told = {"title": "项目批复", "kind": "approval"} | fields
    return who.post(place, data=told, files={"file": (name, data)})


def handed_in(who: Client, *args: Any, **fields: Any) -> dict[str, Any]:
    """Hand in a file that is taken, and return what is known of it."""
    answer = hand_in(who, *args, **fields)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def save(who: Client, given: dict[str, Any]) -> None:
    """Save the form."""
    version = who.get(MINE).json()["version"]
    answer = who.put(MINE, version, json=given)
    assert answer.is_success, answer.text


def submit(who: Client) -> None:
    """Save a good form and submit it."""
    save(who, form())
    answer = who.act(EVALUATIONS["school1"], "submit", who.get(MINE).json()["version"])
    assert answer.is_success, answer.text


@pytest.fixture
def filler(at: AT) -> Client:
    """Who fills in the form of the first school, which has rows."""
    who = at("filler1")
    save(who, form())
    return who


def test_a_proof_is_kept_listed_and_handed_out_as_it_was(filler: Client, at: AT) -> None:
    proof = handed_in(filler, row="r1", date="2025-03-01", pointer="第2页", kind="approval")
    assert {"row": "r1", "title": "项目批复", "kind_title": "批复", "date": "2025-03-01", "pointer": "第2页"}.items() <= proof.items()
    assert {"file_name": "批复.pdf", "file_kind": "pdf", "size": len(made.pdf()), "restricted": False}.items() <= proof.items()
    for login in ("filler1", "checker1", "department1", "section", "finance", "head", "auditor"):
        reader = at(login)
        assert reader.get(PLACE).json() == {"items": [proof], "total": 1}
        assert reader.get(f"{PLACE}/{proof['id']}").json() == proof
        assert reader.get(f"{PLACE}/{proof['id']}/file").content == made.pdf()


def test_what_is_handed_out_can_do_nothing_in_a_browser(filler: Client) -> None:
    proof, photo = handed_in(filler), handed_in(filler, made.picture("png"), "现场\r\n图.png", kind="photo")
    answer = filler.get(f"{PLACE}/{proof['id']}/file?inline=1")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename=\"evidence.pdf\"; filename*=UTF-8''%E6%89%B9%E5%A4%8D.pdf"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert filler.get(f"{PLACE}/{photo['id']}/file").headers["content-disposition"].startswith("attachment")
    assert filler.get(f"{PLACE}/{photo['id']}/file?inline=1").headers["content-disposition"].startswith("inline")


def test_the_same_file_twice_is_stored_once(filler: Client, office: Office) -> None:
    first, second = handed_in(filler), handed_in(filler, title="又一份", row="r2")
    assert first["sha256"] == second["sha256"]
    assert filler.get(PLACE).json()["total"] == 2
    folder = office.settings.data
    assert folder is not None
    assert [path.name for path in (folder / "files" / "sha256").rglob("*") if path.is_file()] == [first["sha256"]]


def test_a_repeat_under_one_key_is_one_proof(filler: Client) -> None:
    def once(key: str, title: str) -> httpx.Response:
        told = {"title": title, "kind": "approval"}
        return filler.post(PLACE, data=told, files={"file": ("批复.pdf", made.pdf())}, headers={"Idempotency-Key": key})

    first, again = once("k1", "批复"), once("k1", "批复")
    assert (first.status_code, first.json()) == (201, again.json())
    assert once("k1", "另一份").status_code == 422
    assert filler.get(PLACE).json()["total"] == 1


def test_others_neither_hand_in_nor_take_back(filler: Client, at: AT) -> None:
    proof = handed_in(filler)
    for login in ("checker1", "department1", "section", "finance", "head", "reviewer", "auditor"):
        who = at(login)
        assert hand_in(who).status_code == 403, login
        assert who.delete(f"{PLACE}/{proof['id']}").status_code == 403, login
    assert filler.get(PLACE).json()["total"] == 1


@pytest.mark.parametrize("login", [*CLIPPED, "filler2", "checker2", "department2"])
def test_those_outside_do_not_learn_that_there_is_anything(filler: Client, at: AT, login: str) -> None:
    proof, who = handed_in(filler), at(login)
    expected = 403 if login in CLIPPED[:3] else 404
    for answer in (
        who.get(PLACE),
        who.get(f"{PLACE}/{proof['id']}"),
        who.get(f"{PLACE}/{proof['id']}/file"),
        who.delete(f"{PLACE}/{proof['id']}"),
        hand_in(who),
    ):
        assert answer.status_code == expected, answer.text


def test_a_proof_is_not_reached_through_another_evaluation(filler: Client, at: AT) -> None:
    proof, other = handed_in(filler), f"/api/v1/evaluations/{EVALUATIONS['school2']}/evidence"
    who = at("filler2")
    assert who.get(f"{other}/{proof['id']}/file").status_code == 404
    assert who.delete(f"{other}/{proof['id']}").status_code == 404


def test_strangers_are_asked_to_sign_in(clients: Clients) -> None:
    who = clients.stranger()
    assert who.get(PLACE).status_code == 401
    assert hand_in(who).status_code == 401


def test_nothing_of_a_file_is_read_before_it_is_clear_that_somebody_may(at: AT) -> None:
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            read.append(1)
            yield b"x" * 1024
            await asyncio.sleep(0)

    who = at("department1")
    answer = who.post(PLACE, content=body(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 403
    assert read == []


def test_a_restricted_list_is_for_the_unit_finance_and_auditors_and_every_download_is_told(filler: Client, at: AT, office: Office) -> None:
    proof = handed_in(filler, name="低保名册.pdf", title="低保名册", restricted="1")
    for login in ("filler1", "checker1", "section", "finance", "reviewer", "head", "auditor"):
        assert at(login).get(f"{PLACE}/{proof['id']}/file").status_code == 200, login
    who = at("department1")
    assert who.get(f"{PLACE}/{proof['id']}/file").json()["code"] == "restricted"
    assert who.get(f"{PLACE}/{proof['id']}").json()["downloadable"] is False
    with office.store.reading(office.clock()) as tx:
        told = [each for each in entries(tx.connection) if each.action == "evidence.download"]
    assert len(told) == 7
    assert {each.about for each in told} == {f"evaluations/{EVALUATIONS['school1']}/evidence/{proof['id']}"}


def test_a_third_party_never_takes_a_restricted_list_along(filler: Client, at: AT, office: Office) -> None:
    proof, open_to_all = handed_in(filler, title="低保名册", restricted="1"), handed_in(filler)
    grant(office, "third", "section_checker", "education")
    who = at("third")
    assert who.get(f"{PLACE}/{open_to_all['id']}/file").status_code == 200
    assert who.get(f"{PLACE}/{proof['id']}/file").json()["code"] == "restricted"
    assert [each["downloadable"] for each in who.get(PLACE).json()["items"] if each["id"] == proof["id"]] == [False]


def test_a_proof_can_be_taken_back_before_submission(filler: Client) -> None:
    proof = handed_in(filler)
    assert filler.delete(f"{PLACE}/{proof['id']}").status_code == 204
    assert filler.get(PLACE).json() == {"items": [], "total": 0}
    for answer in (filler.get(f"{PLACE}/{proof['id']}/file"), filler.delete(f"{PLACE}/{proof['id']}")):
        assert answer.json()["code"] == "evidence-not-found"


def test_what_a_submission_refers_to_stays_also_when_the_form_comes_back(filler: Client, at: AT) -> None:
    proof = handed_in(filler)
    submit(filler)
    assert filler.delete(f"{PLACE}/{proof['id']}").json()["code"] == "not-allowed"
    assert hand_in(filler).json()["code"] == "not-allowed"
    checker = at("checker1")
    answer = checker.act(EVALUATIONS["school1"], "return", checker.get(MINE).json()["version"], reason_code="evidence", reason="请补验收单")
    assert answer.is_success, answer.text
    assert filler.delete(f"{PLACE}/{proof['id']}").json()["code"] == "not-allowed"
    later = handed_in(filler, made.word(), "验收单.docx", kind="acceptance")
    frozen = filler.get(f"{MINE}/submissions/1").json()["proofs"]
    assert [(each["id"], each["sha256"]) for each in frozen] == [(proof["id"], proof["sha256"])]
    assert later["id"] not in str(frozen)


def test_a_submission_keeps_its_proofs_when_the_clock_is_set_back_in_between(filler: Client, at: AT, office: Office) -> None:
    proof = handed_in(filler)
    office.clock = lambda: "2026-03-10T07:00:00Z"
    submit(filler)
    checker = at("checker1")
    assert checker.act(EVALUATIONS["school1"], "return", checker.get(MINE).json()["version"], reason="请核对").is_success
    assert filler.delete(f"{PLACE}/{proof['id']}").json()["code"] == "not-allowed"
    mistaken = handed_in(filler, title="传错了")
    assert filler.delete(f"{PLACE}/{mistaken['id']}").status_code == 204


def test_a_round_that_demands_the_scan_takes_the_one_of_this_submission_only(filler: Client, at: AT, office: Office) -> None:
    change_round(office, stamped=True)
    handed_in(filler, kind="stamped", title="送审之前的盖章件")
    submit(filler)
    checker = at("checker1")
    version = checker.get(MINE).json()["version"]
    assert checker.act(EVALUATIONS["school1"], "approve", version).json()["why"] == ["请先上传这次送审的盖章扫描件"]
    office.clock = lambda: "2026-03-10T07:00:00Z"
    mistaken = handed_in(checker, kind="stamped", title="传错了")
    assert checker.delete(f"{PLACE}/{mistaken['id']}").status_code == 204
    handed_in(filler, made.picture("jpeg"), "盖章件.jpg", kind="stamped", title="盖章件")
    assert checker.act(EVALUATIONS["school1"], "approve", version).status_code == 200


def test_the_stamped_scan_is_handed_in_while_the_unit_checks(filler: Client, at: AT) -> None:
    submit(filler)
    checker = at("checker1")
    assert hand_in(checker).status_code in {403, 409}
    assert handed_in(checker, kind="stamped", title="盖章件")["kind_title"] == "盖章件"
    assert handed_in(filler, kind="stamped", title="盖章件")["kind"] == "stamped"
    assert hand_in(at("department1"), kind="stamped").status_code in {403, 409}


def test_a_proof_counts_for_its_row_without_a_new_version(filler: Client, office: Office) -> None:
    before = filler.get(MINE).json()["version"]
    handed_in(filler, row="r1")
    assert filler.get(MINE).json()["version"] == before
    with office.store.reading(office.clock()) as tx:
        assert entries(tx.connection)[-1].action == "evidence.add"


@pytest.mark.parametrize("why", BAD)
def test_an_attack_is_refused_and_leaves_nothing(at: AT, office: Office, why: str) -> None:
    name, data, code = BAD[why]
    who = at("filler1")
    answer = hand_in(who, data, name)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert who.get(PLACE).json()["total"] == 0
    folder = office.settings.data
    assert folder is not None
    assert [path for path in (folder / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x.pdf", "..\\x.pdf", "/etc/x.pdf", "a\u202efdp.pdf", "x\0.pdf"])
def test_a_name_that_leads_elsewhere_is_only_a_name(filler: Client, name: str) -> None:
    proof = handed_in(filler, made.pdf(), name)
    assert not set(proof["file_name"]) & set('/\\\0\u202e"')
    assert filler.get(f"{PLACE}/{proof['id']}/file").content == made.pdf()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"row": "r99"}, "row"),
        ({"date": "2025-02-30"}, "date"),
        ({"date": "yesterday"}, "date"),
        ({"restricted": "maybe"}, "restricted"),
        ({"nonsense": "1"}, "nonsense"),
    ],
)
def test_what_is_said_of_a_file_must_make_sense(filler: Client, fields: dict[str, Any], where: str) -> None:
    answer = hand_in(filler, **fields)
    assert answer.status_code == 422
    assert [place["where"] for place in answer.json()["places"]] == [where]


@dataclass(frozen=True)
class Dates:
    """Hold the day of a proof, of the acceptance beside it, and what is said."""

    kind: str
    day: str
    code: str | None
    accepted: str | None = None


@pytest.mark.parametrize(
    "dates",
    [
        Dates("approval", "2025-06-01", None, accepted="2025-11-01"),
        Dates("approval", "2025-11-02", "approval-after-completion", accepted="2025-11-01"),
        Dates("contract", "2025-11-02", "approval-after-completion", accepted="2025-11-01"),
        Dates("payment", "2026-03-10", None),
        Dates("payment", "2026-03-11", "proof-after-filing"),
        Dates("survey", "2026-03-31", "proof-after-filing"),
        Dates("other", "2026-04-30", None),
    ],
    ids=str,
)
def test_dates_that_do_not_fit_are_a_notice(filler: Client, dates: Dates) -> None:
    if dates.accepted:
        handed_in(filler, kind="acceptance", date=dates.accepted, row="r1")
    proof = handed_in(filler, kind=dates.kind, date=dates.day, row="r1")
    submit(filler)
    told = filler.get(f"{PLACE}/{proof['id']}").json()["notices"]
    assert [each["code"] for each in told] == ([dates.code] if dates.code else [])


def test_a_result_long_after_the_year_is_a_notice_before_anything_is_filed(filler: Client) -> None:
    assert handed_in(filler, kind="photo", date="2026-03-31")["notices"] == []
    assert [each["code"] for each in handed_in(filler, kind="photo", date="2026-04-01")["notices"]] == ["proof-after-year"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x--",
        b"--x\r\n\r\n",
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
        b'nothing\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'[7:],
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n1',
    ],
)
def test_a_form_that_is_not_whole_is_refused(filler: Client, body: bytes) -> None:
    answer = filler.post(PLACE, content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 422


@pytest.mark.parametrize("media", ["application/json", "multipart/form-data", "text/plain"])
def test_only_a_form_is_taken(filler: Client, media: str) -> None:
    assert filler.post(PLACE, content=b"{}", headers={"content-type": media}).status_code == 415


class TestSmallLimit:
    """With a limit of one megabyte."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"upload_megabytes": 1})

    def test_a_file_over_the_limit_is_refused_with_the_limit(self, filler: Client) -> None:
        for size in (1024 * 1024 + 1, 3 * 1024 * 1024):
            answer = hand_in(filler, b"%PDF-" + b"x" * size)
            assert (answer.status_code, answer.json()["code"]) == (413, "upload-too-large")
            assert "1 MB" in answer.json()["detail"]


class TestWithoutScanner:
    """With a virus scanner that is down."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"clamd": "127.0.0.1:1"})

    def test_nothing_is_taken_while_the_scanner_is_down(self, filler: Client) -> None:
        answer = hand_in(filler)
        assert (answer.status_code, answer.json()["code"]) == (503, "scan-unavailable")
        assert filler.get(PLACE).json()["total"] == 0


def test_a_changed_file_on_the_disk_is_not_handed_out(filler: Client, office: Office) -> None:
    proof = handed_in(filler)
    folder = office.settings.data
    assert folder is not None
    (folder / "files" / "sha256" / proof["sha256"][:2] / proof["sha256"]).write_bytes(b"something else")
    answer = filler.get(f"{PLACE}/{proof['id']}/file")
    assert (answer.status_code, answer.json()["code"]) == (500, "file-changed")
