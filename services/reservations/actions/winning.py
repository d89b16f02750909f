"""What a win becomes when it is confirmed: whose booking, on which terms, and what its request says already."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack import Pack
from portal.refused import Refused
from services.reservations.actions import entries, groups
from services.reservations.actions import rounds as opened_rounds
from services.reservations.actions.wishes import Terms
from services.reservations.models.bookings import Booking
from services.reservations.models.groups import Group
from services.reservations.models.rounds import Entry


def terms(session: Session, held: Booking, entry: Entry, now: datetime) -> Terms:
    """What a group has won is the group's, with its reduction; a group that may not book now confirms nothing."""
    if entry.group_id is None:
        return Terms(holder=entry.holder)
    group = session.get_one(Group, entry.group_id)
    if not groups.in_force(group, today(now)):
        raise Refused("group_not_in_force", 409)
    pack: Pack = session.info["pack"]
    house = opened_rounds.house_of(pack, held.building)
    relief = groups.relief(session, group.id, house, today(held.starts_at))
    return Terms(entry.holder, relief, group=group.id)


def answers(session: Session, held: Booking, entry: Entry) -> dict[str, Any]:
    """What the entry told already, as the request asks for it."""
    pack: Pack = session.info["pack"]
    purpose = opened_rounds.house_of(pack, held.building).purpose(held.purpose)
    who = entries.opened(session, entry)
    said: dict[str, Any] = {
        "use_purpose": purpose.title.say(entry.locale).text if purpose else "",
        "use_people": held.people,
    }
    group = session.get(Group, entry.group_id) if entry.group_id else None
    if group is not None:
        said["company_name"] = group.name
    return {**said, "name": who["name"], "phone": who["phone"], "email": who["mail"] or None}
