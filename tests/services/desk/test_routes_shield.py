"""支援措置: every output of a shielded case, today's and tomorrow's, is searched for where the person is."""

import subprocess
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import corrections, inbox, letters, shielded
from portal.audit import Audit
from portal.db import new_id, put, writing
from portal.inbox import Actor, CaseHolder
from portal.letters import Letter
from portal.messages import Messages
from portal.outbox import VALUES, Outbox
from portal.states import State
from portal.tasks import Task
from portal.vault import digest, vault_of
from services.desk.rules import Act
from tests.portal.cases import ANSWERS
from tests.services.desk.builders import Desk, Seat

PLACES = ("ひなた市本町", "一丁目1番1号", "000-0001", "090-1234-5678", "hanako@example.jp")


@pytest.fixture(scope="module")
def hidden(town: Desk) -> UUID:
    """A case under review whose person is reached by mail only, corrected once, with a letter from before."""
    case_id = town.filed(State.REVIEW, safe_way="mail", address=ANSWERS["water_address"])
    browser_holds(town, case_id)
    with town.session() as session, writing(session):
        case, clerk = inbox.take_hold(session, case_id), Actor("staff", new_id())
        inbox.note(
            session, case, "telephone_filed", clerk, town.clock.moment, public=False, text="090-1234-5678"
        )
        moment = town.clock.moment
        corrections.ask(session, case, ["phone"], "つながりません。", date(2026, 12, 11), clerk, moment)
        corrections.answer(session, case, {"phone": "090-1234-5678"}, moment)
        corrections.ask(session, case, ["phone", "email"], "もう一度。", date(2026, 12, 11), clerk, moment)
    return case_id


def browser_holds(town: Desk, case_id: UUID) -> None:
    with town.session() as session, writing(session):
        put(session, CaseHolder, {"holder": digest("browser"), "case_id": case_id})


def resident(town: Desk) -> Seat:
    client = town.app.test_client()
    client.set_cookie("kmado_visit", "browser")
    return Seat(client, UUID(int=0), "")


def addresses(town: Desk, case_id: UUID) -> Iterator[str]:
    """Every page about a case, and every list, of any room: a new one is looked at from the day it is there."""
    with town.app.test_request_context():
        for rule in town.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()):
                continue
            if rule.arguments == {"case_id"}:
                yield town.app.url_for(rule.endpoint, case_id=case_id)
            elif not rule.arguments and rule.rule.startswith(("/staff", "/applications")):
                yield rule.rule
        for act in Act:
            yield town.app.url_for("desk.act", case_id=case_id, act=act)


def text_of(answer: Any) -> str:
    body: bytes = answer.data
    if not body.startswith(b"%PDF"):
        return body.decode("utf-8", "replace")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
    return done.stdout.decode()


def leaks(town: Desk, who: Seat, case_id: UUID) -> list[str]:
    found = []
    for path in addresses(town, case_id):
        answer = who.get(path)
        said = text_of(answer)
        found += [f"{path}: {place}" for place in PLACES if answer.status_code == 200 and place in said]
    return found


def test_no_page_list_or_paper_of_the_staff_tells_where_somebody_is(town: Desk, hidden: UUID) -> None:
    assert leaks(town, town.seat("approver"), hidden) == []


def test_the_hits_of_a_search_do_not_tell_it(town: Desk, hidden: UUID) -> None:
    page = town.seat().post("/staff/search", q="見本 花子").text

    assert str(hidden) in page
    assert [place for place in PLACES if place in page] == []


def test_the_searched_pages_are_really_read(town: Desk) -> None:
    plain = town.filed(State.REVIEW, address=ANSWERS["water_address"])

    found = leaks(town, town.seat("approver"), plain)

    assert any(f"/staff/cases/{plain}:" in leak for leak in found)
    assert any("request.pdf" in leak for leak in found)
    assert any("receipt.pdf" in leak for leak in found)


def test_no_page_or_paper_of_the_resident_tells_it_either(town: Desk, hidden: UUID) -> None:
    assert resident(town).get(f"/applications/{hidden}").status_code == 200

    assert leaks(town, resident(town), hidden) == []


def test_the_case_page_says_that_it_is_shielded(town: Desk, hidden: UUID) -> None:
    page = town.seat().get(f"/staff/cases/{hidden}").text

    assert "支援措置：住所と連絡先を知られたくない方です" in page
    assert "（伏せています）" in page


def test_the_list_marks_it(town: Desk, hidden: UUID) -> None:
    assert "支援措置" in town.seat().post("/staff/search", q="見本").text


def test_a_clerk_sees_the_address_at_a_press_that_is_recorded(town: Desk, hidden: UUID) -> None:
    seat = town.seat()

    answer = seat.post(f"/staff/cases/{hidden}/shield/seen")

    assert answer.status_code == 200
    assert all(place in answer.text for place in PLACES)
    assert answer.headers["Cache-Control"] == "no-store"
    with town.session() as session:
        looked = session.scalars(select(Audit).where(Audit.verb == "saw_whereabouts")).all()
    assert (str(seat.id), str(hidden)) in [(row.actor_id, row.subject_id) for row in looked]


@pytest.mark.parametrize("role", ["counter", "monitor", "administrator"])
def test_others_do_not_see_it_at_all(town: Desk, hidden: UUID, role: str) -> None:
    answer = town.seat(role).post(f"/staff/cases/{hidden}/shield/seen")

    assert answer.status_code == 403
    assert not any(place in answer.text for place in PLACES)


def test_another_division_neither_sees_nor_changes_it(town: Desk, hidden: UUID) -> None:
    stranger = town.seat(division="shimin")

    assert stranger.post(f"/staff/cases/{hidden}/shield/seen").status_code == 403
    assert stranger.get(f"/staff/cases/{hidden}/shield").status_code == 403
    assert stranger.post(f"/staff/cases/{hidden}/shield/confirm", version=9).status_code == 403


def test_confirming_ends_the_task(town: Desk) -> None:
    case_id = town.filed(safe_way="letter")
    seat = town.seat()
    assert open_tasks(town, case_id) == ["shield_confirm"]

    answer = seat.post(f"/staff/cases/{case_id}/shield/confirm", version=town.case(case_id).version)

    assert answer.status_code == 303
    assert shielded.may_go(town.case(case_id), "letter")
    assert open_tasks(town, case_id) == []


def test_a_clerk_shields_a_case_and_ends_it_with_a_reason(town: Desk) -> None:
    case_id, seat = town.filed(), town.seat()
    assert seat.get(f"/staff/cases/{case_id}/shield").status_code == 200

    assert shield(town, seat, case_id, "begin").status_code == 422
    assert shield(town, seat, case_id, "begin", way="counter").status_code == 303
    assert town.case(case_id).safe_way == "counter"

    assert shield(town, seat, case_id, "lift", text="").status_code == 422
    assert shield(town, seat, case_id, "lift", text="本人が窓口で申し出た").status_code == 303
    assert not town.case(case_id).shielded


def test_what_somebody_else_changed_meanwhile_is_not_overrun(town: Desk) -> None:
    case_id = town.filed()

    answer = town.seat().post(f"/staff/cases/{case_id}/shield/begin", version=0, way="mail")

    assert answer.status_code == 409
    assert not town.case(case_id).shielded


def test_a_letter_set_ready_before_is_not_printed_any_more(town: Desk) -> None:
    case_id, seat = town.filed(), town.seat()
    letter_id = a_letter(town, case_id)
    assert seat.get(f"/staff/letters/{letter_id}?as=page").status_code == 200

    shield(town, seat, case_id, "begin", way="counter")

    answer = seat.get(f"/staff/letters/{letter_id}?as=page")
    assert answer.status_code == 409
    assert "ひなた市本町" not in answer.text


def test_mails_of_a_shielded_case_say_no_more_than_the_mail_address(town: Desk, hidden: UUID) -> None:
    seat = town.seat()
    seat.act(town, hidden, "return", text="見本の理由")

    with town.session() as session:
        rows = [row for row in session.scalars(select(Outbox)) if row.refs.get("case") == str(hidden)]
        texts = Messages(session.info["pack"])
        said = []
        for row in rows:
            assert row.key_id is not None
            assert row.sealed is not None
            values = vault_of(session).open(session, row.key_id, row.sealed, VALUES)
            said.append(texts.render(row.template, "ja", row.refs, values, town.clock.moment).body)

    assert said
    assert [place for place in PLACES if place in "".join(said)] == []


def shield(town: Desk, seat: Seat, case_id: UUID, what: str, **form: str) -> Any:
    version = town.case(case_id).version
    return seat.post(f"/staff/cases/{case_id}/shield/{what}", version=version, **form)


def open_tasks(town: Desk, case_id: UUID) -> list[str]:
    with town.session() as session:
        rows = session.scalars(select(Task).where(Task.done_at.is_(None)))
        return [one.kind for one in rows if one.refs.get("case") == str(case_id)]


def a_letter(town: Desk, case_id: UUID) -> UUID:
    from portal.db import new_id

    said = {
        "name": "見本 花子",
        "postal": dict(ANSWERS["water_address"]),
        "lang": "ja",
        "subject": "見本",
        "body": "見本",
    }
    with town.session() as session, writing(session):
        vault, letter_id = vault_of(session), new_id()
        key_id = vault.new_key(session)
        session.add(
            Letter(
                id=letter_id, template="returned", refs={"case": str(case_id), "division": "suido"}, key_id=key_id,
                sealed=vault.seal(session, key_id, said, letters.SEALED), made_at=town.clock.moment,
            )
        )  # fmt: skip
    return letter_id
