"""Entries: one a person however they come, in their order, changed and taken back until the round closes."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database, writing
from portal.refused import Refused
from portal.vault import DataKey
from services.reservations.actions import entries
from services.reservations.actions.entries import By
from services.reservations.rules import rounds
from tests.services.reservations import lottery
from tests.services.reservations.lottery import CLOSES, MORNING, SECOND, a_round, enter, said, wish

HANAKO = UUID(int=7)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with lottery.equip(database).session() as opened:
        yield opened


def test_wishes_are_kept_in_their_order_and_the_person_is_sealed(session: Session) -> None:
    row = a_round(session)
    wishes = (wish(session, day=SECOND), wish(session, "arena", span=("am", "pm")))

    entry = enter(session, row, "花子", *wishes)

    assert rounds.read(entry.wishes) == wishes
    assert [one.id for one in wishes] == [
        "arena_a 2027-01-19 09:00-12:00",
        "arena 2027-01-12 09:00-17:00",
    ]
    assert entries.opened(session, entry)["name"] == "花子"
    assert entry.sealed is not None
    assert "花子".encode() not in entry.sealed


def test_sending_again_changes_the_wishes_and_keeps_the_number(session: Session) -> None:
    row = a_round(session)
    first = enter(session, row, "花子", wish(session)).who

    again = enter(session, row, "花子", wish(session, day=SECOND), people=30)

    assert again.who == first
    assert (again.people, len(rounds.read(again.wishes))) == (30, 1)
    assert entries.count(session, row.id) == 1


def test_nobody_takes_part_online_and_once_more_by_telephone(session: Session) -> None:
    row = a_round(session)
    enter(session, row, "見本 花子", wish(session))
    seat = lottery.operator("counter")

    with pytest.raises(Refused, match="lottery_twice"):
        entries.enter(
            session,
            row.id,
            said(wish(session), name="見本花子", phone="090-1234-5678"),
            By(resident=HANAKO),
            MORNING,
        )
    by_telephone = entries.enter(
        session, row.id, said(wish(session), name="見本 次郎"), By(seat=seat, channel="telephone"), MORNING
    )

    assert by_telephone.made_by == seat.id
    assert entries.count(session, row.id) == 2


def test_staff_change_what_they_took_down(session: Session) -> None:
    row, by = a_round(session), By(seat=lottery.operator("counter"), channel="paper")
    entry = entries.enter(session, row.id, said(wish(session)), by, MORNING)

    changed = entries.enter(
        session, row.id, said(wish(session), phone="090-1234-5679"), by, MORNING, entry.id
    )

    assert changed.who == entry.who
    assert entries.opened(session, changed)["phone"] == "090-1234-5679"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "lottery_person"), ({"phone": "12"}, "lottery_person"), ({"whose": "king"}, "lottery_person"),
        ({"people": 0}, "lottery_person"), ({"people": 401}, "lottery_people"), ({"purpose": "meeting"}, "lottery_purpose"),
        ({"name": "123456789018"}, "individual_number_in_text"),
    ],
)  # fmt: skip
def test_what_is_missing_is_refused(session: Session, change: dict[str, Any], code: str) -> None:
    row = a_round(session)

    with pytest.raises(Refused, match=code):
        entries.enter(session, row.id, said(wish(session), **change), By(resident=HANAKO), MORNING)


def test_wishes_outside_the_round_are_refused(session: Session) -> None:
    row = a_round(session, units=("arena_a",), most_wishes=2)

    for wishes, code in (
        ((), "lottery_wishes"),
        ((wish(session), wish(session, day=SECOND), wish(session, span=("pm", "pm"))), "lottery_wishes"),
        ((wish(session), wish(session)), "lottery_wish_twice"),
        ((wish(session, "arena_b"),), "lottery_wish"),
        ((wish(session, day=date(2027, 2, 2)),), "lottery_wish"),
        # A Monday, on which the gymnasium is closed.
        ((wish(session, day=date(2027, 1, 18)),), "lottery_wish_closed"),
    ):
        with pytest.raises(Refused, match=f"^{code}$"):
            enter(session, row, "花子", *wishes)


def test_whoever_takes_the_entry_back_leaves_nothing(session: Session) -> None:
    row = a_round(session)
    keys = select(func.count()).select_from(DataKey)
    before = session.scalar(keys)
    entry = enter(session, row, "花子", wish(session))

    entries.withdraw(session, entry, ("resident", HANAKO), MORNING)

    assert entries.count(session, row.id) == 0
    assert session.scalar(keys) == before


def test_after_the_closing_nothing_is_taken_back(session: Session) -> None:
    row = a_round(session)
    entry = enter(session, row, "花子", wish(session))
    lottery.close(session)

    with pytest.raises(Refused, match="lottery_not_open"):
        entries.withdraw(session, entry, ("resident", HANAKO), CLOSES)


def test_somebody_who_is_forgotten_leaves_the_published_number_only(session: Session) -> None:
    row = a_round(session)
    entry = entries.enter(session, row.id, said(wish(session)), By(resident=HANAKO), MORNING)

    with writing(session):
        entries.forget(session, HANAKO, [], MORNING)

    kept = entries.of(session, row.id)[0]
    assert (kept.who, kept.sealed) == (entry.who, None)
    assert entries.mine(session, row.id, HANAKO) is None
