"""Works on what LINE told: each event once, in its sender's order; what is answered is stored together with the talk."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from chatbot.dialogue import Event, Said, Started
from chatbot.dialogue.replies import Reply
from chatbot.dialogue.state import Pictured, Placed
from portal import bell, disaster, friends, outbox
from portal.db import writing
from portal.log_lines import Log
from portal.outbox import Later, Never, Over, Row
from portal.pictures import Unpaintable
from portal.vault import vault_of
from portal.words import SOURCE, Words
from services.chat.actions import (
    line_friends,
    line_photos,
    line_sending,
    line_signing,
    line_town,
    linking,
    talks,
    wishing,
    worlds,
)
from services.chat.actions.line_quota import settings_of
from services.chat.actions.line_sending import Messages, words_of
from services.chat.actions.talks import Door, Heard
from services.chat.outside.line import Line, Refusal, line
from services.chat.rules import line_drawing, line_events, line_heard, line_notices, rich_menus
from services.chat.rules.keeping import Line as Exchange
from services.chat.rules.line_addresses import outside
from services.chat.rules.line_events import Told

_BENCH = "line_bench"
_log = Log("chat.line")


@dataclass(frozen=True)
class _Told:
    """An event on the bench: the row it came in, who said it to whom, and in which language they are answered."""

    row: Row
    event: Told
    account: Line
    locale: str
    # As whom they are known here, where they are a friend.
    friend: UUID | None = None
    # How the event's row ended, once an answer was stored in its place.
    over: list[Over] = field(default_factory=list)

    @property
    def user(self) -> str:
        return line_events.user_of(self.event)

    @property
    def moment(self) -> datetime:
        return line_heard.moment(self.event, self.row.taken_at)


def work(session: Session, row: Row) -> Over | None:
    """One event; done before, it is not done again. What is answered is stored with its end, and sent by the same hand."""
    account, event = line(settings_of(session)), line_events.told(row.values["event"])
    if account is None:
        raise Later("line_off")
    # The first one who does it finds no answer, for that would have ended it.
    if event is None or (row.attempts > 1 and outbox.known(session, line_sending.answered(row))):
        return None
    do = _WORK.get(event.type)
    if do is None:
        _log.info("line_unknown", type=event.type)
        return None
    told = _Told(row, event, account, *line_friends.met(session, account, event, row.taken_at))
    do(session, told)
    if not told.over:
        return None
    if told.over[0].then is None:
        bell.ring(settings_of(session), line_sending.REPLY)
    return told.over[0]


def _follow(session: Session, told: _Told) -> None:
    """Somebody added the account: greeted in the language of their profile, and asked for nothing."""
    if not told.user:
        return
    locale = line_friends.language(told.account, told.user, told.locale)
    with writing(session):
        friend = friends.follow(session, told.user, locale, told.moment)
        words = words_of(session, friend.locale)
        _answered(session, told, _greeting(session, words))


def _greeting(session: Session, words: Words) -> Messages:
    """What a new friend reads first; in a disaster that comes before everything else."""
    standing = disaster.read(session)
    if not standing.now:
        return line_notices.greeting(words)
    said = standing.words.say(words.language.key).text
    page = outside("/", settings_of(session).base_url, words.language.key)
    return line_notices.greeting_in_a_disaster(words, said, page)


def _unfollow(session: Session, told: _Told) -> None:
    with writing(session):
        friends.unfollow(session, told.user, told.moment)


def _unsend(session: Session, told: _Told) -> None:
    """Somebody took back what they wrote: nobody reads it here either."""
    talks.take_back(session, _door(session, told), line_heard.mark(told.event))


def _join(session: Session, told: _Told) -> None:
    """A group took the account in: it says when it answers, and is silent from then on."""
    with writing(session):
        _answered(session, told, line_notices.to_a_group(words_of(session, SOURCE)))


def _message(session: Session, told: _Told) -> None:
    if not line_events.is_private(told.event) and not line_heard.is_called(told.event):
        return
    try:
        event = _heard(session, told)
    except (Unpaintable, Refusal):
        with writing(session):
            _answered(session, told, line_notices.no_picture(words_of(session, told.locale)))
        return
    said = event.text if isinstance(event, Said) and line_events.is_private(told.event) else ""
    if answered := wishing.heard(session, told.user, said, told.row.taken_at):
        _say(session, told, answered)
        return
    wish = linking.wanted(said)
    if wish:
        _link(session, told, wish)
    elif event is not None:
        _talk(session, told, event)


def _link(session: Session, told: _Told, wish: Literal["link", "unlink"]) -> None:
    """Somebody wants to link their account, or no longer to."""
    token = partial(told.account.link_token, told.user)
    _say(session, told, linking.asked(session, told.user, wish, token, told.row.taken_at))


def _account_link(session: Session, told: _Told) -> None:
    """Both sides have agreed, or one has not."""
    if told.user:
        link = line_heard.link(told.event)
        _say(session, told, linking.linked(session, told.user, link, told.row.taken_at))


def _postback(session: Session, told: _Told) -> None:
    """Something was pressed; what we have not offered is told as gone, and a tab of the menu chooses its language."""
    if lang := rich_menus.chosen(told.event.body.get("postback"), session.info["pack"].line):
        with writing(session):
            friends.speak(session, told.user, lang)
        return
    action = line_signing.opened(session, line_heard.pressed(told.event))
    if action == linking.PRESS and line_events.is_private(told.event):
        _link(session, told, "link")
    elif action and action.startswith(f"{wishing.PRESS}:") and line_events.is_private(told.event):
        _say(session, told, wishing.pressed(session, told.user, action, told.row.taken_at))
    else:
        _talk(session, told, talks.heard("", action or "gone").event)


def _heard(session: Session, told: _Told) -> Event | None:
    """What was sent, as the dialogue understands it; of what it cannot understand that somebody is there."""
    kind = line_heard.kind(told.event)
    if kind == "text":
        said = line_heard.text(told.event)
        return talks.heard(said, "").event if said else Started()
    if kind == "location":
        place = line_heard.place(told.event)
        return Placed(*place) if place else None
    if kind == "image":
        return Pictured(_picture(session, told))
    if kind in line_heard.WORDLESS:
        return Started() if line_events.is_private(told.event) else None
    _log.info("line_unknown", type="message")
    return None


def _picture(session: Session, told: _Told) -> str:
    """The photo, staged until a report claims it."""
    message = line_heard.picture(told.event)
    if not message:
        raise Unpaintable("unreadable")
    # Fetching a photo and painting it anew takes seconds.
    _wait(told)
    return line_photos.staged(session, told.account, message, told.row.taken_at)


def _wait(told: _Told) -> None:
    """Show that an answer is coming; in a group LINE has no such sign."""
    if line_events.is_private(told.event):
        with suppress(Later, Never):
            told.account.loading(told.user)


def _talk(session: Session, told: _Told, event: Event) -> None:
    """Take the talk a step, and store what is answered with it."""
    settings, now = settings_of(session), told.row.taken_at
    if settings.chat_model_url:
        # A town's own language model takes seconds.
        _wait(told)
    private = line_events.is_private(told.event)
    town = line_town.town(session, now, told.user if private else "", told.friend if private else None)

    def hand_over(said: Exchange) -> Callable[[], None]:
        return _answer(session, told, _drawn(session, told, said.replies))

    with nullcontext() if settings.chat_model_url else _bench(session):
        talks.say(
            session,
            _door(session, told),
            Heard(event, mark=line_heard.mark(told.event)),
            lambda: worlds.world(town, told.locale),
            now,
            hand_over=hand_over,
        )


def _bench(session: Session) -> AbstractContextManager[object]:
    """One hand of a process thinks at a time: Python works out one answer at a time anyway.

    Another's thinking between two statements of a block would have everybody wait who wants to write on SQLite.
    """
    made: dict[str, Any] = session.info["made"]
    bench: AbstractContextManager[object] = made.setdefault(_BENCH, threading.Lock())
    return bench


def _say(session: Session, told: _Told, replies: Sequence[Reply]) -> None:
    """Answer with something that is no part of the talk."""
    store = _answer(session, told, _drawn(session, told, replies))
    with writing(session):
        store()


def _drawn(session: Session, told: _Told, replies: Sequence[Reply]) -> Messages:
    """What was answered, as LINE shows it; nothing leaves that LINE would refuse."""
    locale = line_drawing.language(replies, told.locale)
    base, sign = settings_of(session).base_url, line_signing.signer(session)
    colour = session.info["pack"].town.colour
    drawn = line_drawing.drawn(replies, words_of(session, locale), base, sign, colour)
    return line_sending.checked(session, drawn, words_of(session, told.locale)) if drawn else ()


def _answer(session: Session, told: _Told, messages: Messages) -> Callable[[], None]:
    """What stores the reply, in a writing block, in the place of what was heard; in a group nobody is written to later."""
    token = line_heard.token(told.event)
    to = told.user if line_events.is_private(told.event) else ""
    told.over.clear()
    if not messages or not (token or to):
        return lambda: None
    # What took seconds before it could be thought about would end its lease soon; it is taken anew to be sent.
    quick = line_heard.kind(told.event) != "image" and not settings_of(session).chat_model_url
    reply = line_sending.answer(session, told.row, token=token, to=to, messages=messages, hold=quick)
    return lambda: told.over.append(reply.store(session, told.row.taken_at))


def _answered(session: Session, told: _Told, messages: Messages) -> None:
    _answer(session, told, messages)()


def _door(session: Session, told: _Told) -> Door:
    return Door("line", b"l" + vault_of(session).token("line_talk", told.event.lane))


# What is not here changes nothing for us: members come and go, somebody leaves, a beacon is passed.
_WORK: Mapping[str, Callable[[Session, _Told], None]] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "unsend": _unsend,
    "join": _join,
    "message": _message,
    "postback": _postback,
    "accountLink": _account_link,
}
