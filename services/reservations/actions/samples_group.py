"""A made-up registered group of the sample town, approved as every group is, with two bookings of its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import journey
from portal import decisions, filing, inbox
from portal.db import new_id, writing
from portal.decisions import Proposal
from portal.filing import Handed
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit, Who
from portal.pack.groups import PROCEDURE
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import Outcome, State
from portal.vault import vault_of
from services.reservations.actions import booking, groups
from services.reservations.actions.handing import handed
from services.reservations.actions.wishes import Terms, Wish
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.rules import openings

NAME, MAIL = "見本コーラスひなた", "mihon-chorus@example.jp"
HOUSE = "chuo_kominkan"
# A room, so many days ahead, which pieces of the day.
USES = (("ongaku", 8, (4, 8)), ("washitsu", 15, (4, 8)))
_PEOPLE = ("見本 かすみ", "見本 きよし", "見本 くるみ", "見本 けんじ", "見本 こはる", "見本 さくら")
_WEEKS = 14


def load(session: Session, pack: Pack, keeper: StaffSeat, now: datetime) -> int:
    """The group and its bookings; says how many of these there are now."""
    if pack.procedures.get(PROCEDURE) is None or not pack.groups.classes:
        return 0
    group = _registered(session, pack, Actor("staff", keeper.id), now)
    return sum(_use(session, pack, group, one, now) is not None for one in USES)


def _registered(session: Session, pack: Pack, actor: Actor, now: datetime) -> Group:
    procedure = pack.procedure(PROCEDURE)
    way = procedure.way("online")
    if way is None:
        raise ValueError("groups register online")
    with writing(session):
        key_id = vault_of(session).new_key(session)
    answers = journey.effective(procedure, {"way": "online", **_answers(pack)})
    asked = Handed(
        origin=new_id(), procedure=procedure, way=way, answers=answers, key_id=key_id, locale="ja", channel="online",
        assurance=1, holders=(),
    )  # fmt: skip
    made = filing.ready(session, asked, pack, now)
    with writing(session):
        case = filing.arrive(session, made, now)
        for state in (State.ACCEPTED, State.REVIEW):
            inbox.move(session, case, state, actor, now)
    with writing(session):
        held: Case = inbox.take_hold(session, case.id)
        decisions.propose(session, held, Proposal(Outcome.APPROVE), actor, now)
        decisions.decide(session, held, actor, now)
    return session.scalars(select(Group).where(Group.case_id == case.id)).one()


def _answers(pack: Pack) -> Mapping[str, Any]:
    mates = [
        {"mate_name": one, "mate_birth_date": "1968-04-01", "mate_in_town": "yes", "mate_phone": None, "mate_email": None}
        for one in _PEOPLE[1:]
    ]  # fmt: skip
    return {
        "group_request": "new", "group_number": None, "group_name": NAME, "group_kana": "ミホンコーラスヒナタ",
        "group_class": pack.groups.classes[0].key, "group_activity": "合唱の練習（見本）", "name": _PEOPLE[0],
        "name_kana": None, "birth_date": "1965-05-05", "group_in_town": "yes", "phone": "080-0000-7300",
        "email": MAIL, "group_members": mates, "doc_group_rules": None, "note": None,
    }  # fmt: skip


def _use(
    session: Session, pack: Pack, group: Group, use: tuple[str, int, tuple[int, int]], now: datetime
) -> Booking | None:
    house = pack.buildings[HOUSE]
    unit = house.unit(use[0])
    span = _span(pack, house, unit, use, now) if unit else None
    if unit is None or span is None:
        return None
    answers = {
        "use_purpose": "合唱の練習（見本）", "use_people": 6, "company_name": NAME, "name": _PEOPLE[0],
        "name_kana": "ミホン カスミ", "phone": "080-0000-7300", "email": MAIL,
    }  # fmt: skip
    wish = Wish(HOUSE, unit.key, *span, unit.purposes[0], 6, Who.RESIDENT, new_id(), "online")
    relief = groups.relief(session, group.id, house, today(span[0]))
    terms = Terms(groups.holder(vault_of(session), group.id), relief, group=group.id)
    filed = handed(session, answers, now, channel="online")
    try:
        return booking.book(session, wish, terms, now, handed=filed)
    except Refused:
        return None


def _span(
    pack: Pack, house: Building, unit: Unit, use: tuple[str, int, tuple[int, int]], now: datetime
) -> tuple[datetime, datetime] | None:
    """These pieces of the first day from this one on that has them."""
    _, ahead, (first, end) = use
    for later in range(_WEEKS):
        pieces = openings.pieces(house, unit, today(now) + timedelta(days=ahead + later), pack.closed_days)
        if len(pieces) >= end:
            return pieces[first].starts, pieces[end - 1].ends
    return None
