"""The register of groups follows what was decided: a group is entered, goes on, changes its people, or is given up."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from secrets import randbelow
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import decisions, notify
from portal.db import must_write, new_id
from portal.inbox import HOUSE, Actor, Case
from portal.opening import today
from portal.pack import Pack
from portal.refused import Refused
from portal.slots import claiming
from portal.states import Outcome
from portal.vault import vault_of
from services.reservations.actions import groups, groups_asked, groups_doubts
from services.reservations.actions.groups_asked import END, LISTS, NEW, RENEWS, Asked, Person
from services.reservations.actions.groups_doubts import ALWAYS, SCOPE
from services.reservations.models.groups import Group, GroupEvent, Member, MemberToken
from services.reservations.rules.states import GroupState

SEALED, ACTIVITY, NOTE = "user_group_member.sealed", "user_group.activity", "user_group_event.note"
_NUMBERS = 900_000


def hear_decided(session: Session, case: Case, now: datetime) -> None:
    """What was approved stands in the register from this moment on; what cannot stand there is not approved."""
    asked = groups_asked.read(session, case)
    decision = next((one for one in decisions.every(session, case) if one.decided_at is not None), None)
    if asked is None or decision is None or decision.kind == Outcome.REJECT:
        return
    doubts = groups_doubts.of(session, case)
    if doubts is None or doubts.unknown:
        raise Refused("group_number_unknown", 409)
    if doubts.any and not groups_doubts.noted(session, case):
        raise Refused("group_note_needed", 409)
    group = _enter(session, asked, case, now) if asked.request == NEW else _held(session, asked)
    if asked.request == END:
        leave(session, group, GroupState.ENDED, now)
    else:
        _write(session, group, asked, case, now)
    line(session, group, asked.request, HOUSE, now, case_id=case.id)
    values = {"number": group.number, "group": group.name, "last_day": group.until.isoformat()}
    notify.notify_case(
        session, case, "group_ended" if asked.request == END else "group_registered", now, values=values
    )


def leave(session: Session, group: Group, state: GroupState, now: datetime) -> None:
    """It books no more, and its people are free for another group."""
    if group.state in (GroupState.ACTIVE, GroupState.STOPPED):
        _recount(session, group.kind, _persons(session, group.id), "", ())
    group.state, group.ended_on, group.changed_at = state, today(now), now
    session.flush()


def line(
    session: Session,
    group: Group,
    kind: str,
    actor: Actor,
    now: datetime,
    *,
    case_id: UUID | None = None,
    text: str = "",
) -> None:
    """Write one line into a group's history."""
    sealed = vault_of(session).seal(session, group.key_id, text, NOTE) if text else None
    session.add(
        GroupEvent(
            id=new_id(), group_id=group.id, at=now, kind=kind, actor_kind=actor.kind, actor_id=actor.id,
            case_id=case_id, note=sealed,
        )
    )  # fmt: skip
    session.flush()


def take_hold(session: Session, group_id: UUID) -> Group:
    """A group as it stands now, locked until the block ends."""
    must_write(session)
    query = select(Group).where(Group.id == group_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("group_unknown", 404)
    return found


def _held(session: Session, asked: Asked) -> Group:
    group_id = session.scalar(select(Group.id).where(Group.number == asked.number))
    if group_id is None:
        raise Refused("group_number_unknown", 409)
    return take_hold(session, group_id)


def _enter(session: Session, asked: Asked, case: Case, now: datetime) -> Group:
    pack: Pack = session.info["pack"]
    day = today(now)
    made = Group(
        id=new_id(), number=_number(session), name="", kana="", folded="", kind="", state=GroupState.ACTIVE,
        since=day, until=pack.groups.until(day), key_id=vault_of(session).new_key(session), activity=None,
        locale=case.locale, case_id=case.id, reminded_for=None, ended_on=None, changed_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _number(session: Session) -> str:
    """Six digits that are no other group's; nobody can count groups by them, or guess the next."""
    while True:
        found = str(100_000 + randbelow(_NUMBERS))
        if session.scalar(select(Group.id).where(Group.number == found)) is None:
            return found


def _write(session: Session, group: Group, asked: Asked, case: Case, now: datetime) -> None:
    """Everything the request says, with the people who are named in it."""
    pack: Pack = session.info["pack"]
    if pack.groups.named(asked.kind) is None:
        raise Refused("group_class_unknown", 409)
    was, left = group.kind, _persons(session, group.id) if _counted(group) else frozenset()
    group.name, group.kana, group.folded = asked.name, asked.kana, groups.fold(asked.name, asked.kana)
    group.activity = vault_of(session).seal(session, group.key_id, asked.activity, ACTIVITY)
    group.kind, group.case_id, group.locale, group.changed_at = asked.kind, case.id, case.locale, now
    if asked.request in RENEWS:
        _go_on(group, pack, today(now))
    account = groups_asked.account(session, case)
    if asked.request in LISTS:
        _replace(session, group, asked.people, account)
    else:
        _replace(session, group, (asked.representative,), account, only=0)
    session.flush()
    if _counted(group):
        _recount(session, was, left, group.kind, _persons(session, group.id))


def _counted(group: Group) -> bool:
    """Whether its people count as members of it."""
    return group.state in (GroupState.ACTIVE, GroupState.STOPPED)


def _go_on(group: Group, pack: Pack, day: date) -> None:
    """From the day after its last one, or from today where that is over."""
    group.until = pack.groups.until(max(day, date.fromordinal(group.until.toordinal() + 1)))
    if group.state == GroupState.EXPIRED:
        group.state, group.ended_on = GroupState.ACTIVE, None


def _replace(
    session: Session, group: Group, people: Sequence[Person], account: UUID | None, only: int | None = None
) -> None:
    """Write the people of a group anew: all of them, or the one at a place."""
    mine = select(Member.id).where(Member.group_id == group.id)
    mine = mine if only is None else mine.where(Member.place == only)
    session.execute(delete(MemberToken).where(MemberToken.member_id.in_(mine)))
    session.execute(delete(Member).where(Member.id.in_(mine)))
    vault = vault_of(session)
    for place, one in enumerate(groups_asked.distinct(vault, people)):
        sealed = vault.seal(session, group.key_id, one.sealed(), SEALED)
        member = Member(
            id=new_id(), group_id=group.id, place=place, sealed=sealed, in_town=one.in_town,
            mail=one.mail_token(vault), resident_id=None if place else account,
        )  # fmt: skip
        session.add(member)
        session.flush()
        marks = dict.fromkeys(one.tokens(vault), True)
        if not place and (phone := groups_asked.phone_token(vault, one.phone)) is not None:
            marks[phone] = False
        session.add_all(
            MemberToken(token=token, member_id=member.id, group_id=group.id, person=person)
            for token, person in marks.items()
        )


def _persons(session: Session, group_id: UUID) -> frozenset[bytes]:
    query = select(MemberToken.token).where(MemberToken.group_id == group_id, MemberToken.person)
    return frozenset(session.scalars(query))


def _recount(
    session: Session, was: str, left: Collection[bytes], kind: str, joined: Collection[bytes]
) -> None:
    """Count the people of a group in its class: whoever is in too many is refused by the row itself, and everything with it."""
    pack: Pack = session.info["pack"]
    found = pack.groups.named(kind)
    gone = {(token, was) for token in left} - {(token, kind) for token in joined}
    come = {(token, kind) for token in joined} - {(token, was) for token in left}
    for token, name in sorted(gone | come):
        if (token, name) in gone:
            claiming.uncount(session, token, f"{SCOPE}{name}", ALWAYS)
            continue
        most = found.most_a_person if found is not None else 0
        try:
            claiming.count(session, token, f"{SCOPE}{name}", ALWAYS, most or _NUMBERS)
        except Refused:
            raise Refused("group_person_full", 409, most=most) from None
