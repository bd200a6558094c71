"""复核布置 - What stories of the review begin with: filed forms, a sample of them that was sent out, reviewers who have it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from perfeval import library
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, FILLING, ROUND, id_of
from tests.service.filing_rows import change_round
from tests.service.filled import form

At = Callable[[str], Client]
Json = dict[str, Any]
SAMPLES = f"/api/v1/rounds/{ROUND}/samples"
SAMPLED = f"/api/v1/rounds/{ROUND}/sampled"
WHOLE: Json = {"seed": "20260310", "quota": {}}
"""全抽 - A plan that takes everything that was filed."""
ROWS = ("execution", "r1", "r2", "r3", "r4", "r5")
AGREED: Json = {"judgements": [{"row": row, "agreed": True} for row in ROWS]}
"""全部认可 - A review that finds nothing."""
LONG = "现场看到花名册只有九十人，与所附发放表的人数不符，已请学校经办人在核查记录上签字确认，详见核查记录第二页"
"""够长的说明 - Words enough for a loss of three to five points."""


def file_all(at: At, units: Sequence[str] = FILLING) -> None:
    """Have units file their forms."""
    for number, unit in enumerate(FILLING, 1):
        if unit in units:
            filler, mine = at(f"filler{number}"), EVALUATIONS[unit]
            assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=form(unit)).status_code == 200
            answer = filler.act(mine, "submit", 2)
            assert answer.status_code == 200, answer.text


def rate_work(office: Office) -> None:
    """Have the round rate the work by the shipped rules."""
    rules = library.quality_rules()
    change_round(office, quality=json.dumps({"id": rules.id, "version": rules.version, "sha256": rules.sha256}))


def draw(at: At, plan: Json | None = None, login: str = "reviewer", **more: Any) -> Json:
    """Have a sample drawn and return it."""
    answer = at(login).post(SAMPLES, json={"title": "2025年度抽查", "plan": plan or WHOLE, **more})
    assert answer.status_code == 201, answer.text
    told: Json = answer.json()
    return told


def sent(at: At, *units: str) -> dict[str, Json]:
    """Return the items of a sample of these units that was sent out, by unit."""
    file_all(at, units)
    sample = draw(at)
    answer = on_sample(at("reviewer"), sample, "send")
    assert answer.status_code == 200, answer.text
    listed = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"]
    return {unit: each for unit in units for each in listed if each["evaluation"] == EVALUATIONS[unit]}


def on_sample(client: Client, sample: Json, action: str) -> Any:
    """Do something to a sample."""
    headers = {"If-Match": f'"{sample["version"]}"'}
    return client.post(f"/api/v1/samples/{sample['id']}/actions/{action}", headers=headers)


def item(client: Client, sampled: str) -> Json:
    """Return an item as somebody sees it."""
    answer = client.get(f"/api/v1/sampled/{sampled}")
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def on_item(client: Client, sampled: str, action: str, **body: Any) -> Any:
    """Do something to an item in its present version."""
    seen = client.get(f"/api/v1/sampled/{sampled}")
    version = seen.json()["version"] if seen.is_success else 1
    return client.post(f"/api/v1/sampled/{sampled}/actions/{action}", json=body, headers={"If-Match": f'"{version}"'})


def assigned(at: At, sampled: str, *logins: str) -> list[Json]:
    """Give an item to reviewers and return their reviews."""
    made = []
    for login in logins:
        answer = at("reviewer").post(f"/api/v1/sampled/{sampled}/reviews", json={"person": id_of(login)})
        assert answer.status_code == 201, answer.text
        made.append(answer.json())
    return made


def saved(client: Client, review: str, document: Json) -> Any:
    """Save a review in its present version."""
    version = client.get(f"/api/v1/reviews/{review}").json()["version"]
    return client.put(f"/api/v1/reviews/{review}", version, json=document)


def handed_in(client: Client, review: str) -> Any:
    """Hand a review in in its present version."""
    version = client.get(f"/api/v1/reviews/{review}").json()["version"]
    return client.post(f"/api/v1/reviews/{review}/actions/hand-in", headers={"If-Match": f'"{version}"'})


def given_back(client: Client, review: str, **body: Any) -> Any:
    """Give a review back to its reviewer in its present version."""
    version = client.get(f"/api/v1/reviews/{review}").json()["version"]
    return client.post(f"/api/v1/reviews/{review}/actions/return", json=body, headers={"If-Match": f'"{version}"'})


def reviewed(at: At, sampled: str, login: str, document: Json) -> str:
    """Have somebody review an item and hand it in; return the id of their review."""
    review = assigned(at, sampled, login)[0]["id"]
    client = at(login)
    assert saved(client, review, document).status_code == 200
    answer = handed_in(client, review)
    assert answer.status_code == 200, answer.text
    return str(review)


def judged(**rows: Json) -> Json:
    """Return a review that agrees to everything but these rows."""
    return {"judgements": [{"row": row, **rows.get(row, {"agreed": True})} for row in ROWS]}


LESS = judged(r1={"actual": "90", "words": LONG})
"""核减 - A review that takes two points off."""
