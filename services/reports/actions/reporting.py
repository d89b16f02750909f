"""到達: what was seen becomes a case of the division that answers for it, with its photos, and a row to compare others with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import journey
from forms.procedure import Assurance
from portal import files, filing, ledger
from portal.db import new_id, put, writing
from portal.distances import Point, point_of
from portal.filing import Handed
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.reports import KIND
from portal.refused import Refused
from portal.vault import vault_of
from services.reports.actions import asking, photos
from services.reports.models import Report
from services.reports.rules.same import Seen
from services.reports.rules.stages import Stage

WAY = "online"


@dataclass(frozen=True)
class Told:
    """What somebody sends; the form's id is the request's, so that a second click sends nothing."""

    origin: UUID
    answers: Mapping[str, Any]
    locale: str = "ja"
    holders: Sequence[bytes] = field(default=())
    login: bool = False
    channel: str = "online"

    def __repr__(self) -> str:
        return "Told(…)"

    @property
    def kind(self) -> str:
        """What it is about."""
        return str(self.answers.get(KIND) or "")

    @property
    def point(self) -> Point | None:
        """Where it is on the map, where somebody said so."""
        return point_of(str(self.answers.get(asking.POINT) or ""))


def seen(session: Session, told: Told) -> Seen:
    """What it is compared by."""
    return Seen(told.kind, told.point, photos.look(session, photos.held(session, told.origin)))


def report(session: Session, told: Told, now: datetime) -> Case:
    """Put it into the inbox; the same form sent twice is one report."""
    existing = session.scalar(select(Case).where(Case.origin == told.origin))
    if existing is not None:
        return existing
    pack: Pack = session.info["pack"]
    held, like = photos.held(session, told.origin), seen(session, told)
    made = filing.ready(session, _handed(session, pack, told, photos.answer(session, held), now), pack, now)

    def beside(session: Session, case: Case) -> None:
        ids = [one.id for one in held]
        files.claim(session, ids, origin=told.origin, owner_kind="case", owner_id=case.id, now=now)
        put(session, Report, _row(case, told, like, now))
        ledger.event(session, ledger.Kind.REPORTED, told.kind, told.channel, case.division, today(now))

    with writing(session):
        # A second click waits here and then finds the first one's case.
        first = session.scalar(select(Case).where(Case.origin == told.origin))
        return first if first is not None else filing.arrive(session, made, now, beside)


def _row(case: Case, told: Told, like: Seen, now: datetime) -> dict[str, Any]:
    lat, lon = like.point or (None, None)
    return {
        "id": new_id(), "case_id": case.id, "kind": told.kind, "lat": lat, "lon": lon, "look": like.look,
        "danger": told.answers.get(asking.DANGER) == "yes", "stage": Stage.REPORTED, "made_at": now,
        "changed_at": now, "published_at": None, "public_place": "", "public_photo": None,
    }  # fmt: skip


def _handed(session: Session, pack: Pack, told: Told, held: list[dict[str, object]], now: datetime) -> Handed:
    procedure, day = asking.form(pack), today(now)
    way = procedure.way(WAY)
    answers = {"way": WAY, **{ask.key: None for ask in procedure.asks}, **told.answers, asking.PHOTO: held}
    unanswered = journey.first_unanswered(procedure, answers) or journey.check(procedure, answers, today=day)
    if way is None or unanswered or not has_place(told):
        raise Refused("answers_incomplete", 422)
    vault = vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
    return Handed(
        origin=told.origin, procedure=procedure, way=way, answers=journey.effective(procedure, answers),
        key_id=key_id, locale=told.locale, channel=told.channel,
        assurance=int(Assurance.login if told.login else Assurance.none), holders=told.holders,
        division=asking.division(pack, told.kind, day),
    )  # fmt: skip


def has_place(told: Told) -> bool:
    """Whether anybody could find it."""
    return told.point is not None or bool(str(told.answers.get(asking.PLACE) or "").strip())
