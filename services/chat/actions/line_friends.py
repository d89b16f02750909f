"""The town's LINE friends as they come and go."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import friends, testers, wishes
from portal.db import writing
from portal.outbox import Later, Never
from portal.words import SOURCE, nearest
from services.chat.outside.line import Line
from services.chat.rules import line_events, line_heard
from services.chat.rules.line_events import Told


def forget(session: Session, resident: UUID, holders: Collection[bytes], now: datetime) -> None:
    """A resident is erased, and the account they linked with them; inside the caller's writing block."""
    wishes.forget(session, resident)
    testers.forget(session, resident)
    friends.forget(session, resident, now)


def met(session: Session, account: Line, event: Told, came: datetime) -> tuple[str, UUID | None]:
    """The language somebody is answered in, and which friend it is; who talks to the account alone and is new is met here.

    A town's account may have had its friends for years before it told us of them: no event says that they are there.
    """
    user = line_events.user_of(event)
    friend = friends.find(session, user) if user else None
    talks_to_us = event.type in ("message", "postback") and line_events.is_private(event)
    if friend is not None and (friend.followed_at is not None or not talks_to_us):
        return friend.locale, friend.id if friend.followed_at else None
    if not talks_to_us:
        return SOURCE, None
    session.commit()
    locale = language(account, user, friend.locale if friend else SOURCE)
    with writing(session):
        friend = friends.follow(session, user, locale, line_heard.moment(event, came))
    return friend.locale, friend.id


def language(account: Line, user: str, otherwise: str) -> str:
    """The language of somebody's profile, where LINE tells."""
    with suppress(Later, Never):
        return nearest([str(account.profile(user).get("language", ""))])
    return otherwise
