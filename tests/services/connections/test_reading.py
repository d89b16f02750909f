"""Cases read on both databases: pages, changes and the feed in their order, within what a token covers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, vault
from portal.audit import Audit
from portal.db import Database, new_id, writing
from portal.refused import Refused
from portal.states import State
from services.connections.actions import following, reading
from services.connections.rules.granting import Grant
from services.connections.rules.questions import CaseQuestion, ChangeQuestion
from tests.portal.cases import equip, filed


def grant(*divisions: str, answers: bool = True) -> Grant:
    """What a token allows, with full defaults."""
    return Grant(
        new_id(), "水道料金", frozenset(divisions or {"suido"}), frozenset(), answers, shielded=False
    )


def accept(session: Session, case: inbox.Case, now: datetime) -> None:
    with writing(session):
        inbox.move(session, case, State.ACCEPTED, inbox.HOUSE, now)


def test_pages_follow_one_another_without_a_gap(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        cases = [filed(session, now).id for _ in range(5)]
        first = reading.listed(session, grant(), CaseQuestion(limit=3), now)
        second = reading.listed(session, grant(), CaseQuestion(limit=3, after=first.next), now)

    assert [one.id for one in first.items + second.items] == cases
    assert second.next is None


def test_what_changed_since_is_found_by_its_history(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        old, _ = filed(session, now), filed(session, now)
        accept(session, old, now + timedelta(hours=1))
        since = CaseQuestion(changed_since=now + timedelta(minutes=1))
        found = reading.listed(session, grant(), since, now)

    assert [(one.id, one.state) for one in found.items] == [(old.id, State.ACCEPTED)]


def test_the_feed_is_in_one_order_for_good(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "SETTLED", timedelta())
    with equip(database).session() as session:
        case, other = filed(session, now), filed(session, now)
        accept(session, case, now)
        first = following.changes(session, grant(), ChangeQuestion(limit=2), now)
        second = following.changes(session, grant(), ChangeQuestion(after=first.next), now)
        nothing = following.changes(session, grant("zeimu"), ChangeQuestion(), now)

    assert [(one.case, one.kind) for one in first.items + second.items] == [
        (case.id, "arrived"), (other.id, "arrived"), (case.id, "accepted"),
    ]  # fmt: skip
    assert nothing.items == []


def test_a_token_that_covers_little_is_led_on_through_what_it_does_not_see(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "SETTLED", timedelta())
    monkeypatch.setattr(following, "SPAN", 2)
    with equip(database).session() as session:
        for _ in range(3):
            filed(session, now)
        asked, looks = ChangeQuestion(), []
        while (page := following.changes(session, grant("zeimu"), asked, now)).more:
            looks.append(page.items)
            asked = ChangeQuestion(after=page.next)
        every = following.changes(session, grant(), ChangeQuestion(), now)
        rest = following.changes(session, grant(), ChangeQuestion(after=every.next), now)

    assert looks == [[]]
    assert [len(every.items), every.more, len(rest.items), rest.more] == [2, True, 1, False]


def test_a_page_of_several_divisions_is_in_one_order(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        cases = [filed(session, now) for _ in range(4)]
        with writing(session):
            for case in cases[::2]:
                case.division = "zeimu"
        first = reading.listed(session, grant("suido", "zeimu"), CaseQuestion(limit=3), now)
        rest = reading.listed(session, grant("suido", "zeimu"), CaseQuestion(after=first.next), now)
        one = reading.listed(session, grant("suido", "zeimu"), CaseQuestion(division="zeimu"), now)
        none = reading.listed(session, grant("suido"), CaseQuestion(division="zeimu"), now)

    assert [line.id for line in (*first.items, *rest.items)] == [case.id for case in cases]
    assert [line.id for line in one.items] == [cases[0].id, cases[2].id]
    assert none.items == []


def test_a_line_is_told_once_it_has_settled(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        filed(session, now)
        told = following.changes(session, grant(), ChangeQuestion(), now)

    assert told.items == []


def test_a_look_that_is_refused_leaves_nothing(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case_id = filed(session, now).id
        with pytest.raises(Refused, match="missing"):
            reading.one(session, grant("zeimu"), case_id, now)
        looks = session.scalar(select(func.count()).where(Audit.actor_kind == "system"))

    assert looks == 0


def test_an_erased_case_is_told_without_its_answers(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = filed(session, now)
        with writing(session):
            vault.vault_of(session).erase(session, case.key_id)
        told = reading.one(session, grant(), case.id, now)

    assert told.erased
    assert told.answers is None
