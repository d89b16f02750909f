"""Disaster mode on and off: by an administrator who types the word for it, or by the operator's command."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import disaster
from portal.db import writing
from portal.refused import Refused

SWITCH = "disaster.switch"
# What has to be typed, so that nobody turns a town's front page by a slip of the hand.
WORD = "災害"


def begin(session: Session, words: Mapping[str, str], typed: str, by: UUID | None, now: datetime) -> None:
    """Front page, greeting and menu are those of a disaster from now on."""
    _confirmed(typed)
    with writing(session):
        disaster.begin(session, words, by, now)


def end(session: Session, typed: str, by: UUID | None, now: datetime) -> bool:
    """Everything is as on other days again; False where it was already."""
    _confirmed(typed)
    with writing(session):
        return disaster.end(session, by, now)


def _confirmed(typed: str) -> None:
    if typed.strip().strip("「」") != WORD:
        raise Refused("disaster_word", 422, word=WORD)
