"""What somebody typed, as the request it becomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Assurance, Procedure, Way
from portal.db import writing
from portal.filing import Handed
from portal.opening import today
from portal.pack import Pack
from portal.pack.reliefs import CREMATION
from portal.refused import Refused
from portal.vault import vault_of

WAY = "online"


def form(pack: Pack) -> tuple[Procedure, Way]:
    """The 使用申請 and the way in which the portal takes it."""
    procedure = pack.procedure(CREMATION)
    way = procedure.way(WAY)
    if way is None:
        raise LookupError(f"{CREMATION} has no way {WAY}")
    return procedure, way


def told(session: Session, answers: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Everything answered on the form's path, checked once more; what was left empty stands as nothing."""
    procedure, _ = form(session.info["pack"])
    found = {"way": WAY, **{ask.key: None for ask in procedure.asks}, **answers}
    if journey.first_unanswered(procedure, found) or journey.check(procedure, found, today=today(now)):
        raise Refused("answers_incomplete")
    return journey.effective(procedure, found)


def handed(
    session: Session,
    answers: Mapping[str, Any],
    once: UUID,
    *,
    locale: str,
    channel: str,
    holders: Sequence[bytes] = (),
    login: bool = False,
) -> Handed:
    """The request, under a key of its own and in the division that runs the 斎場."""
    procedure, way = form(session.info["pack"])
    vault = vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
    reached = Assurance.login if login else Assurance.contact
    return Handed(
        origin=once, procedure=procedure, way=way, answers=answers, key_id=key_id, locale=locale, channel=channel,
        assurance=int(reached), holders=holders, division=session.info["pack"].crematorium.operator,
    )  # fmt: skip
