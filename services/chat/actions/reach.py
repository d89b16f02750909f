"""Who looks after what is answered: a division's editors its own entries, those of the reception all of them."""

from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused

EDIT, FIGURES = "content.edit", "figures.read"


def edits_all(seat: StaffSeat, pack: Pack) -> bool:
    """Whether somebody edits for the whole town: the reception answers for what nobody else answers for."""
    return seat.may(EDIT, pack.town.reception)


def edits(seat: StaffSeat, pack: Pack, division: str) -> bool:
    """Whether somebody edits the entries of a division; those of no division are the reception's."""
    return edits_all(seat, pack) or (bool(division) and seat.may(EDIT, division))


def must_edit(seat: StaffSeat, pack: Pack, *divisions: str) -> None:
    """Refuse whoever answers for none of it."""
    if not all(edits(seat, pack, division) for division in divisions):
        raise Refused("knowledge_not_yours", 403)
