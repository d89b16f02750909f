"""文例: kept by the division's workers and editors, inserted without a script, never over what was typed."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.audit import Audit
from portal.db import Database
from portal.refused import Refused
from portal.states import State
from services.desk.actions import phrases
from services.desk.actions.phrases import Wording
from services.desk.models import Phrase
from tests.portal.cases import equip
from tests.services.desk.builders import Desk
from tests.services.desk.seats import seat

ADDRESS = Wording("suido", "correct", "番地", "番地を確かめてください。")


def kept(session: Session, now: datetime) -> Phrase:
    return session.get_one(Phrase, phrases.keep(session, seat(), ADDRESS, now))


@pytest.mark.parametrize("role", ["worker", "approver", "editor"])
def test_a_division_keeps_its_own_sentences(role: str, database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        who = seat(role)

        phrase_id = phrases.keep(session, who, ADDRESS, now)
        phrases.keep(session, who, Wording("suido", "correct", "番地", "番地をもう一度。"), now, phrase_id)

        assert [one.text for one in phrases.kept(session, who)] == ["番地をもう一度。"]
        assert session.query(Audit).filter_by(verb="kept").count() == 2


@pytest.mark.parametrize("role", ["counter", "monitor", "administrator"])
def test_who_neither_works_on_cases_nor_edits_keeps_none(
    role: str, database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        with pytest.raises(Refused, match="not_permitted"):
            phrases.keep(session, seat(role), ADDRESS, now)
        with pytest.raises(Refused, match="not_permitted"):
            phrases.kept(session, seat(role))


def test_another_divisions_sentence_is_not_there(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        phrase, stranger = kept(session, now), seat(division="zeimu")

        assert phrases.kept(session, stranger) == []
        with pytest.raises(Refused, match="phrase_unknown"):
            phrases.drop(session, stranger, phrase.id, now)
        with pytest.raises(Refused, match="not_permitted"):
            phrases.keep(session, stranger, ADDRESS, now)


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        (Wording("suido", "correct", "", "文"), "phrase_title"),
        (Wording("suido", "delete", "題", "文"), "phrase_title"),
        (Wording("suido", "correct", "題", " "), "reason_needed"),
        (Wording("suido", "correct", "題", "123456789018"), "individual_number_in_text"),
    ],
)
def test_a_sentence_that_cannot_be_kept_is_refused(
    wording: Wording, code: str, database: Database, now: datetime
) -> None:
    with equip(database).session() as session, pytest.raises(Refused, match=code):
        phrases.keep(session, seat(), wording, now)


def test_a_sentence_is_taken_away(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        phrase = kept(session, now)

        phrases.drop(session, seat(), phrase.id, now)

        assert phrases.kept(session, seat()) == []


def option(page: str, title: str) -> str:
    found = re.search(rf'<option value="([^"]+)"[^>]*>{title}</option>', page)
    assert found, title
    return found[1]


def test_inserting_sends_the_page_back_with_everything_on_it(own: Desk) -> None:
    case_id, clerk = own.filed(State.REVIEW), own.seat()
    clerk.post(
        "/staff/phrases/new", division="suido", act="correct", title="番地", text="番地を確かめてください。"
    )
    page = clerk.get(f"/staff/cases/{case_id}/correct").text

    answer = clerk.act(
        own,
        case_id,
        "correct",
        insert="yes",
        kept=option(page, "番地"),
        text="書きかけ",
        fields="name",
        due="2026-12-09",
    )

    assert answer.status_code == 200
    assert "書きかけ\n番地を確かめてください。</textarea>" in answer.text
    assert re.search(r'value="name" checked', answer.text)
    assert 'value="2026-12-09"' in answer.text
    assert own.case(case_id).state == State.REVIEW


def test_a_strange_choice_inserts_nothing_and_loses_nothing(own: Desk) -> None:
    case_id = own.filed(State.REVIEW)

    answer = own.seat().act(own, case_id, "note", insert="yes", kept=str(uuid4()), text="書きかけ")

    assert "書きかけ</textarea>" in answer.text


def test_the_page_lists_changes_and_drops(own: Desk) -> None:
    clerk = own.seat()
    assert (
        clerk.post("/staff/phrases/new", division="suido", act="correct", title="", text="文").status_code
        == 422
    )
    clerk.post("/staff/phrases/new", division="suido", act="note", title="確認", text="確かめた。")
    page = clerk.get("/staff/phrases").text
    (place,) = set(re.findall(r"/staff/phrases/[0-9a-f-]{36}", page))

    assert "確かめた。" in page
    assert clerk.get(place).status_code == 200
    assert own.seat(division="zeimu").get(place).status_code == 404
    assert own.seat("counter").get("/staff/phrases").status_code == 403
    assert clerk.post(f"{place}/drop").status_code == 303
    assert "確かめた。" not in clerk.get("/staff/phrases").text
