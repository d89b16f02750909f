"""What staff look at before a group is registered: groups it is like, too few members, people who are in too many."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.inbox import Case, CaseEvent
from portal.pack import Pack
from portal.slots.tables import QuotaCount
from portal.vault import vault_of
from services.reservations.actions import groups_asked
from services.reservations.actions.groups_asked import CHANGE, END, LISTS, NEW, RENEW, Asked
from services.reservations.models.groups import Group, Member, MemberToken
from services.reservations.rules import group_likeness
from services.reservations.rules.group_likeness import Known, Likeness
from services.reservations.rules.states import GroupState

# The line in a case's history by which staff say why a group is registered all the same.
NOTED = "group_noted"
# In the quota's table: the groups of a class that somebody is in, of no month.
SCOPE, ALWAYS = "group:", "always"
_WHOLE = 100
# The people two groups have in common, whether the telephone too, and how many there are in the other.
Shared = tuple[list[frozenset[bytes]], bool, int]


@dataclass(frozen=True)
class Doubts:
    """Everything about a request that somebody has to judge; `full` are those who are in as many groups as they may be."""

    asked: Asked
    group: Group | None
    unknown: bool
    alike: tuple[tuple[Group, Likeness], ...]
    people: int
    too_few: bool
    residents: int
    too_far: bool
    full: tuple[str, ...]
    stranger: bool

    @property
    def any(self) -> bool:
        """Whether a note has to say why it is granted all the same."""
        return bool(self.alike or self.too_few or self.too_far or self.stranger)


def of(session: Session, case: Case) -> Doubts | None:
    """What is to be judged about a request, or None where it is about no group."""
    asked = groups_asked.read(session, case)
    if asked is None:
        return None
    pack: Pack = session.info["pack"]
    group, lists = groups_asked.meant(session, asked), asked.request in LISTS
    people = len(asked.known(vault_of(session)).people) if lists else 0
    at_home = sum(one.in_town for one in asked.people) * _WHOLE // len(asked.people) if lists else 0
    return Doubts(
        asked=asked,
        group=group,
        unknown=asked.request != NEW and (group is None or group.state == GroupState.ENDED),
        alike=_alike(session, asked, group) if asked.request != END else (),
        people=people,
        too_few=lists and people < pack.groups.least_members,
        residents=at_home,
        too_far=lists and at_home < pack.groups.residents_percent,
        full=_full(session, asked, group) if lists else (),
        stranger=group is not None and not _theirs(session, case, asked, group),
    )


def noted(session: Session, case: Case) -> bool:
    """Whether staff wrote why it is granted all the same."""
    query = select(CaseEvent.id).where(CaseEvent.case_id == case.id, CaseEvent.kind == NOTED)
    return session.scalar(query.limit(1)) is not None


def _alike(session: Session, asked: Asked, itself: Group | None) -> tuple[tuple[Group, Likeness], ...]:
    """The groups of the register that a request is like, those with most people in common first."""
    pack: Pack = session.info["pack"]
    mine = asked.known(vault_of(session))
    if asked.request == RENEW:
        # Nobody is named anew; its name alone may have become another's.
        mine = Known(mine.name, mine.kana)
    stands = session.scalars(select(Group).where(Group.state != GroupState.ENDED)).all()
    theirs = _matching(session, mine)
    found = [
        (one, likeness)
        for one in stands
        if (itself is None or one.id != itself.id)
        and (likeness := group_likeness.alike(mine, _known(one, theirs, mine), pack.groups.overlap_percent))
    ]
    return tuple(sorted(found, key=lambda pair: -pair[1].shared))


def _matching(session: Session, mine: Known) -> dict[UUID, Shared]:
    """Of each group that shares a person or the telephone: those people, whether the telephone, and how many it has."""
    phone = () if mine.phone is None else (mine.phone,)
    wanted = frozenset().union(*mine.people, phone)
    rows = session.execute(
        select(MemberToken.group_id, MemberToken.member_id, MemberToken.token).where(
            MemberToken.token.in_(wanted)
        )
    ).all()
    met: dict[UUID, dict[UUID, set[bytes]]] = {}
    for group_id, member_id, token in rows:
        met.setdefault(group_id, {}).setdefault(member_id, set()).add(token)
    sizes = dict.fromkeys(met, 0)
    for group_id in session.scalars(select(Member.group_id).where(Member.group_id.in_(met))):
        sizes[group_id] += 1
    return {
        group_id: (
            [frozenset(tokens - set(phone)) for tokens in people.values() if tokens - set(phone)],
            any(mine.phone in tokens for tokens in people.values()),
            sizes[group_id],
        )
        for group_id, people in met.items()
    }


def _known(group: Group, theirs: Mapping[UUID, Shared], mine: Known) -> Known:
    shared, phone, size = theirs.get(group.id, ([], False, 0))
    others = [frozenset[bytes]()] * (size - len(shared))
    return Known(group.name, group.kana, (*shared, *others), phone=mine.phone if phone else None)


def _full(session: Session, asked: Asked, group: Group | None) -> tuple[str, ...]:
    """The names of those who are in as many groups of the class as one may be, this one aside."""
    pack: Pack = session.info["pack"]
    kind = pack.groups.named(asked.kind)
    if kind is None or not kind.most_a_person:
        return ()
    vault = vault_of(session)
    tokens = {token: one.name for one in asked.people for token in one.tokens(vault)}
    rows = session.scalars(
        select(QuotaCount.holder).where(
            QuotaCount.holder.in_(tokens), QuotaCount.building == f"{SCOPE}{kind.key}",
            QuotaCount.month == ALWAYS, QuotaCount.used >= kind.most_a_person,
        )
    )  # fmt: skip
    counted = set(rows)
    if group is not None and group.kind == kind.key and asked.request in (CHANGE, *groups_asked.RENEWS):
        # Whoever is in this very group stays in it.
        counted -= set(session.scalars(select(MemberToken.token).where(MemberToken.group_id == group.id)))
    return tuple(dict.fromkeys(tokens[token] for token in counted))


def _theirs(session: Session, case: Case, asked: Asked, group: Group) -> bool:
    """Whether somebody of the group asks: signed in as one of them, or named as one of its people."""
    account = groups_asked.account(session, case)
    if account is not None:
        by_account = select(Member.id).where(Member.group_id == group.id, Member.resident_id == account)
        if session.scalar(by_account.limit(1)) is not None:
            return True
    named = asked.representative.tokens(vault_of(session))
    by_name = select(MemberToken.member_id).where(
        MemberToken.group_id == group.id, MemberToken.token.in_(named)
    )
    return session.scalar(by_name.limit(1)) is not None
