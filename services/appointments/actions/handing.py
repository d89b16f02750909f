"""What somebody typed, as the request it becomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Assurance, Procedure, Way
from portal.db import new_id, writing
from portal.filing import Handed
from portal.opening import today
from portal.pack import Pack
from portal.pack.appointments import Bookable
from portal.refused import Refused
from portal.vault import vault_of

WAY = "online"
FAMILY = "appointment_family"


def form(pack: Pack, found: Bookable) -> tuple[Procedure, Way]:
    """The request that a booking of it becomes, and the way in which the portal takes it."""
    procedure = pack.procedure(found.procedure)
    way = procedure.way(WAY)
    if way is None:
        raise LookupError(f"{found.procedure} has no way {WAY}")
    return procedure, way


def handed(
    session: Session,
    found: Bookable,
    answers: Mapping[str, Any],
    now: datetime,
    *,
    locale: str = "ja",
    channel: str = "online",
    holders: Sequence[bytes] = (),
    login: bool = False,
) -> Handed:
    """Everything answered, checked once more; the booking gives it its origin and its division."""
    procedure, way = form(session.info["pack"], found)
    told: dict[str, Any] = {"way": WAY, **{ask.key: None for ask in procedure.asks}, **answers}
    inner = next((step.repeat.asks for step in procedure.steps if step.repeat), ())
    if inner:
        # What was left blank about somebody is answered so, and not left open.
        told[FAMILY] = [{**{ask.key: None for ask in inner}, **one} for one in told.get(FAMILY) or ()]
    if journey.first_unanswered(procedure, told) or journey.check(procedure, told, today=today(now)):
        raise Refused("answers_incomplete")
    vault = vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
    reached = Assurance.login if login else Assurance.contact
    return Handed(
        origin=new_id(), procedure=procedure, way=way, answers=journey.effective(procedure, told), key_id=key_id,
        locale=locale, channel=channel, assurance=int(reached), holders=holders,
    )  # fmt: skip
