"""Groups of the sample town for tests: asked for, approved, and found in the register; every name is made up."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import journey
from portal import decisions, filing, inbox
from portal.db import new_id, writing
from portal.decisions import Proposal
from portal.filing import Handed
from portal.inbox import Actor, Case
from portal.outbox import Outbox
from portal.pack import Pack
from portal.pack.groups import PROCEDURE
from portal.people import StaffSeat
from portal.slots.tables import QuotaCount
from portal.states import Outcome, State
from portal.vault import vault_of
from services.reservations.actions import groups_keeping
from services.reservations.models.groups import Group
from tests.services.reservations.staffed import CULTURE, seat

# Family names of made-up members; the first is the representative's.
PEOPLE = ("青井", "赤井", "白石", "黒田", "緑川", "紺野", "茶谷", "灰原")


def mate(name: str, **changes: Any) -> dict[str, Any]:
    """A member beside the representative."""
    usual: dict[str, Any] = {
        "mate_name": f"{name} 見本", "mate_birth_date": "1980-04-01", "mate_in_town": "yes", "mate_phone": None,
        "mate_email": None,
    }  # fmt: skip
    return {**usual, **changes}


def answers(people: tuple[str, ...] = PEOPLE, **changes: Any) -> dict[str, Any]:
    """A table tennis club of eight."""
    usual: dict[str, Any] = {
        "group_request": "new", "group_number": None, "group_name": "見本卓球クラブ",
        "group_kana": "ミホンタッキュウクラブ", "group_class": "general", "group_activity": "卓球の練習",
        "name": f"{people[0]} 見本", "name_kana": None, "birth_date": "1975-01-02", "group_in_town": "yes",
        "phone": "090-0000-1000", "email": f"{people[0].encode().hex()}@mail.example",
        "group_members": [mate(one) for one in people[1:]], "doc_group_rules": None, "note": None,
    }  # fmt: skip
    return {**usual, **changes}


def asked(
    session: Session, now: datetime, told: dict[str, Any] | None = None, holders: tuple[bytes, ...] = ()
) -> Case:
    """A request as it was sent in."""
    pack: Pack = session.info["pack"]
    procedure = pack.procedure(PROCEDURE)
    way = procedure.way("online")
    assert way is not None
    given = {"way": "online", **(told or answers())}
    with writing(session):
        key_id = vault_of(session).new_key(session)
    handed = Handed(
        origin=new_id(), procedure=procedure, way=way, answers=journey.effective(procedure, given), key_id=key_id,
        locale="ja", channel="online", assurance=1, holders=holders,
    )  # fmt: skip
    made = filing.ready(session, handed, pack, now)
    with writing(session):
        return filing.arrive(session, made, now)


def approve(session: Session, case: Case, now: datetime, note: str = "", by: StaffSeat | None = None) -> None:
    """Look at it and approve it, with a note where something speaks against it."""
    by = by or seat("worker", division=CULTURE)
    actor = Actor("staff", by.id)
    if note:
        groups_keeping.note(session, by, case.id, note, now)
    with writing(session):
        held = inbox.take_hold(session, case.id)
        if held.state == State.ARRIVED:
            inbox.move(session, held, State.ACCEPTED, actor, now)
        if held.state == State.ACCEPTED:
            inbox.move(session, held, State.REVIEW, actor, now)
    with writing(session):
        held = inbox.take_hold(session, case.id)
        decisions.propose(session, held, Proposal(Outcome.APPROVE), actor, now)
        decisions.decide(session, held, actor, now)


def registered(
    session: Session,
    now: datetime,
    told: dict[str, Any] | None = None,
    holders: tuple[bytes, ...] = (),
    note: str = "",
) -> Group:
    """A group of the register."""
    case = asked(session, now, told, holders)
    approve(session, case, now, note)
    return session.scalars(
        select(Group).where(Group.case_id == case.id).execution_options(populate_existing=True)
    ).one()


def again(group: Group, request: str, **changes: Any) -> dict[str, Any]:
    """The same group asking for something else."""
    return answers(group_request=request, group_number=group.number, **changes)


def fresh(room: Session, group: Group) -> Group:
    """The group as it stands now."""
    return room.get_one(Group, group.id, populate_existing=True)


def sent(room: Session, template: str) -> int:
    """How many messages of a kind wait to be sent."""
    return sum(one.template == template for one in room.scalars(select(Outbox)))


def counted(room: Session) -> int:
    """How many memberships are counted."""
    return room.scalar(select(func.coalesce(func.sum(QuotaCount.used), 0))) or 0
