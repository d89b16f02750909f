"""The API's addresses: what each answers, whom each keeps out, and that every look is in the audit before it."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from portal.db import writing
from portal.inbox import Case
from portal.states import State
from services.connections.actions import following, reading
from services.connections.rules.shapes import Cases
from tests.services.connections.conftest import MORNING
from tests.services.connections.systems import System, attach, desk, system
from tests.services.desk.builders import Desk

MOBILE = "090-1234-5678"


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in answer.json["items"]]


def test_one_case_is_told_with_its_answers_by_key(town: Desk) -> None:
    case_id = town.filed(State.REVIEW)

    answer = system(town).get(f"/cases/{case_id}")

    assert answer.status_code == 200
    assert answer.json["answers"]["phone"] == MOBILE
    assert answer.json["state"] == "review"
    assert answer.json["withheld"] == []


def test_an_answer_that_is_not_as_the_document_says_never_leaves(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: Any = ["somebody"]
    monkeypatch.setattr(reading, "listed", lambda *_: Cases(items=wrong, next=None))

    answer = system(town).get("/cases")

    assert answer.status_code == 500
    assert "somebody" not in answer.text


def test_a_token_without_answers_is_told_none(town: Desk) -> None:
    answer = system(town, answers=False).get(f"/cases/{town.filed()}")

    assert answer.json["answers"] is None
    assert MOBILE not in answer.text


def test_a_shielded_case_comes_without_address_and_contact(town: Desk) -> None:
    case_id = town.filed()
    with town.session() as session, writing(session):
        session.execute(update(Case).where(Case.id == case_id).values(shielded=True))

    kept = system(town).get(f"/cases/{case_id}")
    whole = system(town, shielded=True).get(f"/cases/{case_id}")

    assert kept.json["shielded"]
    assert {"phone", "email", "water_address"} <= set(kept.json["withheld"])
    for word in (MOBILE, "hanako@example.jp", "一丁目1番1号"):
        assert word not in kept.text
    assert kept.json["answers"]["name"] == "見本 花子"
    assert whole.json["answers"]["phone"] == MOBILE
    assert system(town).get(f"/cases/{case_id}/files").json == {"items": None}


def test_the_list_is_read_page_by_page(own: Desk) -> None:
    mine, asker = [str(own.filed()) for _ in range(5)], system(own)

    first = asker.get("/cases?limit=2")
    second = asker.get(f"/cases?limit=2&after={first.json['next']}")
    third = asker.get(f"/cases?limit=2&after={second.json['next']}")

    assert ids(first) + ids(second) + ids(third) == mine
    assert third.json["next"] is None


def test_the_list_is_narrowed_by_state_procedure_and_change(own: Desk) -> None:
    early, asker = own.filed(State.REVIEW), system(own)
    own.clock.forward(hours=2)
    late = own.filed()

    assert ids(asker.get("/cases?state=review")) == [str(early)]
    assert ids(asker.get("/cases?procedure=juminhyo")) == []
    assert ids(asker.get("/cases?division=zeimu")) == []
    assert ids(asker.get("/cases?changed_since=2026-11-20T11:00:00%2B09:00")) == [str(late)]
    assert len(ids(asker.get("/cases?changed_since=2026-11-20T01:00:00Z"))) == 2


def test_a_list_and_the_feed_carry_nothing_personal(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SETTLED", following.SETTLED * 0)
    asker = system(own)
    case_id = own.filed()

    told = [asker.get(path).text for path in ("/cases", "/changes", f"/cases/{case_id}/history")]

    assert not [text for text in told if "見本" in text or MOBILE in text]


@pytest.mark.parametrize("path", ["", "/history", "/files", f"/files/{UUID(int=7)}"])
def test_a_case_outside_the_token_looks_like_none(town: Desk, path: str) -> None:
    case_id = town.filed()
    strangers = [system(town, divisions=("zeimu",)), system(town, procedures=("juminhyo",))]

    seen = [one.get(f"/cases/{case_id}{path}") for one in strangers]
    nothing = system(town).get(f"/cases/{uuid4()}{path}")

    assert [one.status_code for one in (*seen, nothing)] == [404, 404, 404]
    assert {one.text for one in seen} == {nothing.text}
    assert [one.looks() for one in strangers] == [0, 0]


def test_every_look_is_in_the_audit(own: Desk) -> None:
    case_id, asker = own.filed(), system(own)
    paths = [
        "/cases",
        f"/cases/{case_id}",
        f"/cases/{case_id}/history",
        f"/cases/{case_id}/files",
        "/changes",
    ]

    for path in paths:
        assert asker.get(path).status_code == 200

    assert asker.looks() == len(paths)


def test_what_has_not_changed_is_not_sent_again(town: Desk) -> None:
    case_id, asker = town.filed(), system(town)
    first = asker.get(f"/cases/{case_id}")

    again = asker.get(f"/cases/{case_id}", If_None_Match=first.headers["ETag"])

    assert again.status_code == 304
    assert again.data == b""
    assert asker.looks() == 2


def test_a_file_is_handed_out_with_its_name(town: Desk) -> None:
    case_id = town.filed()
    file_id, asker = attach(town, case_id), system(town)

    told = asker.get(f"/cases/{case_id}/files").json["items"]
    answer = asker.get(f"/cases/{case_id}/files/{file_id}")

    assert [(one["id"], one["name"], one["media_type"]) for one in told] == [
        (str(file_id), "見本.pdf", "application/pdf")
    ]
    assert answer.data.startswith(b"%PDF")
    assert "filename*=UTF-8''%E8%A6%8B" in answer.headers["Content-Disposition"]
    assert (
        asker.get(f"/cases/{case_id}/files/{file_id}", If_None_Match=answer.headers["ETag"]).status_code
        == 304
    )
    assert asker.looks() == 3
    assert asker.get(f"/cases/{town.filed()}/files/{file_id}").status_code == 404


def test_a_file_needs_a_token_with_answers(town: Desk) -> None:
    case_id = town.filed()
    file_id, asker = attach(town, case_id), system(town, answers=False)

    answer = asker.get(f"/cases/{case_id}/files/{file_id}")

    assert answer.status_code == 403
    assert problem(answer) == "answers"
    assert asker.get(f"/cases/{case_id}/files").json["items"][0]["name"] is None


def problem(answer: Any) -> str:
    assert answer.mimetype == "application/problem+json"
    said = json.loads(answer.data)
    assert said["status"] == answer.status_code
    return str(said["type"]).partition("#")[2]


def test_problems_are_told_as_problems(town: Desk) -> None:
    asker, nobody = system(town), town.app.test_client()

    assert problem(nobody.get("/api/v1/cases")) == "token"
    assert nobody.get("/api/v1/cases").headers["WWW-Authenticate"].startswith("Bearer")
    assert problem(System(town, "kmado_" + "x" * 43, asker.token_id).get("/cases")) == "token"
    assert problem(asker.get("/nothing")) == "missing"
    assert problem(asker.get("/cases/here")) == "missing"
    assert problem(asker.get("/cases/%0Ahere/files")) == "missing"
    assert problem(asker.get("/cases?limit=101")) == "parameter"
    assert problem(asker.get("/cases?limit=1&limit=2")) == "parameter"
    assert problem(asker.get("/cases?colour=red")) == "parameter"
    assert problem(nobody.post("/api/v1/cases", data={"state": "done"})) == "method"


def test_our_own_fault_is_a_problem_that_quotes_nothing(town: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("見本 花子")

    monkeypatch.setattr(reading, "listed", broken)

    answer = system(town).get("/cases")

    assert answer.status_code == 500
    assert problem(answer) == "failed"
    assert "見本" not in answer.text


def test_a_token_that_asks_too_often_is_told_how_long_to_wait(tmp_path: Path) -> None:
    asker = system(desk(tmp_path, MORNING, api_per_minute=2))

    answers = [asker.get("/cases") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert problem(answers[2]) == "often"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert asker.looks() == 2
    asker.desk.close()


def test_no_cookie_opens_or_leaves_the_api(town: Desk) -> None:
    boss = town.seat("administrator", "worker")

    answer = boss.get("/api/v1/cases")

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    told = system(town).get("/cases", Origin="https://elsewhere.example").headers
    assert not {"Set-Cookie", "Access-Control-Allow-Origin"} & set(told.keys())
    assert told["Cache-Control"] == "no-store"


def test_the_procedures_stand_open(town: Desk) -> None:
    visitor = town.app.test_client()

    listed: Any = visitor.get("/api/v1/procedures")
    water: Any = visitor.get("/api/v1/procedures/suido_kaishi")

    assert "suido_kaishi" in [one["key"] for one in listed.json["items"]]
    assert "water_address" in [one["key"] for one in water.json["questions"]]
    assert problem(visitor.get("/api/v1/procedures/nothing")) == "missing"


def test_the_feed_goes_on_where_it_stopped(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SETTLED", following.SETTLED * 0)
    asker = system(own)
    case_id = own.filed(State.REVIEW)

    first = asker.get("/changes?limit=2").json
    second = asker.get(f"/changes?after={first['next']}").json
    third = asker.get(f"/changes?after={second['next']}").json

    assert [one["kind"] for one in first["items"] + second["items"]] == ["arrived", "accepted", "review"]
    assert {one["case"] for one in first["items"]} == {str(case_id)}
    assert (first["more"], second["more"]) == (True, False)
    assert (third["items"], third["next"]) == ([], second["next"])


def test_the_feed_waits_until_a_line_has_settled(own: Desk) -> None:
    asker = system(own)
    own.filed()

    assert asker.get("/changes").json == {"items": [], "next": None, "more": False}
