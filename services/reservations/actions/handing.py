"""What somebody typed, as the request it becomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Assurance, Procedure, Way
from portal.db import new_id, writing
from portal.filing import Handed
from portal.opening import today
from portal.pack import Pack
from portal.pack.reliefs import PROCEDURE
from portal.refused import Refused
from portal.vault import vault_of

WAY = "online"


def form(pack: Pack) -> tuple[Procedure, Way]:
    """The 使用申請 and the way in which the portal takes it."""
    procedure = pack.procedure(PROCEDURE)
    way = procedure.way(WAY)
    if way is None:
        raise LookupError(f"{PROCEDURE} has no way {WAY}")
    return procedure, way


def handed(
    session: Session,
    answers: Mapping[str, Any],
    now: datetime,
    *,
    locale: str = "ja",
    channel: str = "online",
    holders: Sequence[bytes] = (),
    login: bool = False,
    origin: UUID | None = None,
) -> Handed:
    """Everything answered, checked once more; the booking gives it its origin and its operator."""
    procedure, way = form(session.info["pack"])
    told = {"way": WAY, **{ask.key: None for ask in procedure.asks}, **answers}
    if journey.first_unanswered(procedure, told) or journey.check(procedure, told, today=today(now)):
        raise Refused("answers_incomplete")
    vault = vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
    reached = Assurance.login if login else Assurance.contact
    return Handed(
        origin=origin or new_id(), procedure=procedure, way=way, answers=journey.effective(procedure, told),
        key_id=key_id, locale=locale, channel=channel, assurance=int(reached), holders=holders,
    )  # fmt: skip
