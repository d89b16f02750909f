"""The room's work without anybody asking: sweep what ended, hand over, fill a sample town."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import links, sample_card, saved_answers, sessions, throttle
from portal.db import writing
from portal.house import House
from portal.jobs import Every
from services.accounts.actions import sample, staff_people


def sweep(session: Session, now: datetime) -> None:
    """Forget sessions, links and counted tries that are over, and kept answers that nobody uses."""
    for forget in (sessions.sweep, links.sweep, throttle.sweep, saved_answers.sweep):
        with writing(session):
            forget(session, now)


def hand_over(session: Session, now: datetime) -> None:
    """Give the open cases of those who moved or left to somebody else, on the day after their last day."""
    with writing(session):
        staff_people.hand_over(session, now)


def fill(session: Session, house: House) -> list[str]:
    """What a sample town has of ours: staff who do not exist, and a card that nobody issued."""
    if not sample.is_sample(house.pack.town):
        return []
    sample_card.make(house.settings.home, house.now())
    return ["職員（番号 氏名 パスワード）", *sample.load(session, house.pack, house.now())]


JOBS: Mapping[str, Callable[..., None]] = {"sweep": sweep, "hand_over": Every(timedelta(hours=1), hand_over)}
