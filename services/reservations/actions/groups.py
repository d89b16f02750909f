"""登録団体 as the rest of the room sees them: who may book for which group, whose it is then, and its 減免."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building
from portal.refused import Refused
from portal.search_forms import plain
from portal.vault import Vault
from services.reservations.actions.wishes import HOLDER
from services.reservations.models.groups import Group, Member
from services.reservations.rules.states import GroupState

# More than this are not told apart at a counter.
_FEW = 20


def holder(vault: Vault, group_id: UUID) -> bytes:
    """Whose a group's bookings are: its quota and its points are one, whichever member books."""
    return vault.token(HOLDER, f"group:{group_id}")


def in_force(group: Group, day: date) -> bool:
    """Whether it may book on a day."""
    return group.state == GroupState.ACTIVE and group.since <= day <= group.until


def of(session: Session, resident: UUID, mails: Sequence[bytes]) -> list[Group]:
    """Every group that a resident belongs to by their account, or by a mail address that is theirs."""
    mine = select(Member.group_id).where(or_(Member.resident_id == resident, Member.mail.in_(mails)))
    query = select(Group).where(Group.id.in_(mine), Group.state != GroupState.ENDED).order_by(Group.number)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def books_for(session: Session, resident: UUID, mails: Sequence[bytes], now: datetime) -> list[Group]:
    """The groups a resident may book for at this moment."""
    return [one for one in of(session, resident, mails) if in_force(one, today(now))]


def one_of(session: Session, group_id: UUID, resident: UUID, mails: Sequence[bytes], now: datetime) -> Group:
    """A group a resident may book for; any other is as unknown as one that does not exist."""
    found = next((one for one in books_for(session, resident, mails, now) if one.id == group_id), None)
    if found is None:
        raise Refused("group_unknown", 404)
    return found


def called(session: Session, text: str, now: datetime) -> Group:
    """The group staff mean by a number or a name; refused where none or several are meant, or it may not book."""
    typed = unicodedata.normalize("NFKC", text).strip()
    name = plain(typed).replace(" ", "")
    query = select(Group).where(Group.state != GroupState.ENDED)
    found = session.scalars(query.where(Group.number == typed)).all() if typed.isdecimal() else []
    if not found and name:
        found = session.scalars(query.where(Group.folded.contains(name, autoescape=True)).limit(_FEW)).all()
        exact = [one for one in found if plain(one.name).replace(" ", "") == name]
        found = exact or found
    if len(found) != 1:
        raise Refused("group_several" if found else "group_none", 422)
    if not in_force(found[0], today(now)):
        raise Refused("group_not_in_force", 409)
    return found[0]


def relief(session: Session, group_id: UUID | None, house: Building, day: date) -> str:
    """The 減免 of a group's class in a building on a day of use; empty where it has none."""
    group = session.get(Group, group_id) if group_id else None
    pack: Pack = session.info["pack"]
    kind = pack.groups.named(group.kind) if group else None
    key = kind.reliefs.get(house.key, "") if kind else ""
    # Staff may have taken the relief off the building since the town wrote its rules.
    return key if any(one.key == key and one.holds(day) for one in house.reliefs) else ""


def fold(name: str, kana: str) -> str:
    """Name and reading as they are searched for."""
    return f"{plain(name).replace(' ', '')} {plain(kana).replace(' ', '')}"
