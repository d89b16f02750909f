"""Drafts of the sample gymnasium for tests, and sessions that carry the editions in force."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from portal.db import Database, new_id
from portal.inbox import Actor
from portal.pack import Pack
from portal.pack.buildings import Building
from portal.people import StaffSeat
from services.reservations.actions import editing
from tests.portal import cases
from tests.portal.cases import hinata
from tests.services.reservations.builders import GYM, furnished
from tests.services.reservations.staffed import CULTURE, SPORTS, seat

ACTOR = Actor("staff", new_id())
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
Sit = cases.Sit


@contextmanager
def sitting(database: Database) -> Iterator[Sit]:
    """Sessions that carry the editions in force, as those of a running process do; each looks anew."""
    furnished(database)
    with cases.sitting(database) as opened:
        yield opened


def house(session: Session, key: str = GYM) -> Building:
    building: Building = session.info["pack"].buildings[key]
    return building


def manager(*roles: str, division: str = SPORTS) -> StaffSeat:
    return seat(*(roles or ("worker",)), division=division)


def unit(body: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in body["unit"] if one["key"] == key)
    return found


def drafted(
    session: Session, change: Callable[[dict[str, Any]], object], who: StaffSeat | None = None
) -> int:
    """The draft with one change more; its revision."""
    body, row = editing.drafted(session, GYM)
    change(body)
    saved = editing.save(session, who or manager(), GYM, row.revision if row else 0, body, NOW)
    return saved.revision


def priced_by_the_city(session: Session) -> Pack:
    gym = replace(house(session), prices_by=CULTURE)
    return replace(hinata(), buildings=MappingProxyType({**hinata().buildings, GYM: gym}))


def dearer(body: dict[str, Any]) -> None:
    unit(body, "kaigi")["price"][0]["yen"] = 500


def renamed(body: dict[str, Any]) -> None:
    body["text"]["ja"] = "見本の新しい説明です。"
