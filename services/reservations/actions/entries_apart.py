"""Groups in draws: an entry is a person's or a group's, and nobody wishes for one time under both names."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.pack.building_rules import DrawsFor
from portal.people import Contact
from portal.refused import Refused
from portal.search_forms import digits, plain
from portal.vault import Vault, vault_of
from services.reservations.actions import groups, groups_looking, wishes
from services.reservations.models.groups import Group, Member, MemberToken
from services.reservations.models.rounds import Entry, Round
from services.reservations.rules import rounds
from services.reservations.rules.rounds import Wish


@dataclass(frozen=True)
class Others:
    """Under which other names the same people could take part: as persons, or as groups."""

    holders: Collection[bytes] = ()
    persons: Collection[bytes] = ()
    groups: Collection[UUID] = ()


def person(vault: Vault, name: str, phone: str) -> bytes:
    """Somebody by name and telephone, however they write them."""
    letters = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    number = "".join(str(unicodedata.digit(one)) for one in phone if one.isdigit())
    return vault.token("lottery.person", f"{letters}\0{number}")


def group_person(vault: Vault, group_id: UUID) -> bytes:
    """A group in the place of a person: one entry, its own luck."""
    return vault.token("lottery.person", f"group:{group_id}")


def of_group(session: Session, round_id: UUID, group_id: UUID) -> Entry | None:
    """The entry of a group, whichever member sent it."""
    query = select(Entry).where(Entry.round_id == round_id, Entry.group_id == group_id)
    return session.scalar(query.execution_options(populate_existing=True))


def of_members(session: Session, group: Group) -> Others:
    """As whom the members of a group could take part for themselves."""
    vault = vault_of(session)
    mine = select(Member).where(Member.group_id == group.id)
    members = session.scalars(mine).all()
    mails = [one.mail for one in members if one.mail]
    accounts = {one.resident_id for one in members if one.resident_id}
    accounts |= set(
        session.scalars(select(Contact.resident_id).where(Contact.kind == "mail", Contact.token.in_(mails)))
    )
    found = (wishes.holder(vault, resident=one) for one in accounts)
    people = groups_looking.people(session, group)
    return Others(
        [one for one in found if one is not None],
        [person(vault, one.name, one.phone) for one in people if one.phone],
    )


def of_person(session: Session, name: str, phone: str, resident: UUID | None) -> Others:
    """The groups for which somebody could take part."""
    vault = vault_of(session)
    mark = vault.token("group.person", f"{plain(name).replace(' ', '')} {digits(phone)}")
    theirs = set(session.scalars(select(MemberToken.group_id).where(MemberToken.token == mark)))
    if resident is not None:
        mails = tuple(
            session.scalars(
                select(Contact.token).where(Contact.resident_id == resident, Contact.kind == "mail")
            )
        )
        theirs |= {one.id for one in groups.of(session, resident, mails)}
    return Others(groups=theirs)


def check(session: Session, row: Round, asked: Collection[Wish], group: Group | None, others: Others) -> None:
    """Within the locked round: whether this one may take part, and does not wish for one time under two names."""
    if row.whom == DrawsFor.GROUPS and group is None:
        raise Refused("lottery_groups_only", 403)
    same = (
        Entry.group_id.in_(others.groups)
        if group is None
        else Entry.group_id.is_(None)
        & or_(Entry.holder.in_(others.holders), Entry.person.in_(others.persons))
    )
    for entry in session.scalars(select(Entry).where(Entry.round_id == row.id, same)):
        if any(_meets(one, two) for one in asked for two in rounds.read(entry.wishes)):
            raise Refused("lottery_under_two_names", 409)


def _meets(one: Wish, two: Wish) -> bool:
    return one.unit == two.unit and one.starts < two.ends and two.starts < one.ends
