"""A friend chooses on the page what to be told of."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from portal import wishes
from portal.audiences import AGE, AGES, CATEGORY, DISTRICT
from portal.db import writing
from services.notices.actions.reach import pack_of


def choose(session: Session, friend: UUID, told: Mapping[str, Collection[str]]) -> None:
    """Keep what is offered; whatever else was sent along is left out. One district and one age is all anybody has."""
    pack = pack_of(session)
    offered = {
        DISTRICT: [one.key for one in pack.collections.districts],
        AGE: list(AGES),
        CATEGORY: [one.key for one in pack.notices.categories],
    }
    with writing(session):
        for kind, known in offered.items():
            wanted = [one for one in known if one in told.get(kind, ())]
            wishes.choose(session, friend, kind, wanted if kind == CATEGORY else wanted[:1])
