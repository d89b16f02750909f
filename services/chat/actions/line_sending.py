"""What leaves for LINE: a reply first, a push where its token has gone, and nothing twice, whatever dies or fails in between."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import friends, outbox, service, shielded
from portal.at_once import NotThere, at_once
from portal.db import writing
from portal.log_lines import Log
from portal.outbox import Later, Never, Over, Row, following
from portal.outbox.following import Following
from portal.vault import vault_of
from portal.words import Catalogues, Words
from services.chat.actions import line_quota
from services.chat.actions.line_quota import settings_of
from services.chat.outside.line import Line, Reply, Silent, Unsent, line, well_formed
from services.chat.rules import line_addresses, line_notices, preflight

REPLY = "line_reply"
# So long whoever answers holds the reply: as long as LINE may take, and some more.
HELD = timedelta(seconds=20)
# LINE's token is good for a minute; what is tried later than this may arrive too late.
TOKEN_LIFE = timedelta(seconds=50)
# A retry key is known for a day; used later it would send a second time.
KEY_LIFE = timedelta(hours=23)
_SOON, _MONTH_IS_OVER = timedelta(seconds=2), timedelta(hours=1)
# What a reply's row remembers of its tries.
_TRIED, _BEGUN, _GONE, _KEYED = "reply", "begun", "gone", "keyed"
_log = Log("chat.line")

Messages = Sequence[Mapping[str, Any]]


def answer(session: Session, event: Row, *, token: str, to: str, messages: Messages, hold: bool) -> Following:
    """The reply to an event, to be stored in its place; to nobody in particular (a group) it is never pushed.

    `hold`: whoever answers sends it as well, at once.
    """
    values = {"token": token, "to": to, "messages": list(messages)}
    young = token and event.taken_at - event.made_at < TOKEN_LIFE
    return following.after(
        session, event, REPLY, lane=event.lane.replace("line_event", REPLY), template="reply",
        refs={"heard": event.made_at.isoformat()}, begun={_TRIED: _BEGUN} if young else {}, values=values,
        dedupe_key=answered(event), lease=HELD if hold else None,
    )  # fmt: skip


def answered(event: Row) -> str:
    """The key under which an event's reply is stored, once."""
    return f"{REPLY}:{event.id}"


def reply(session: Session, row: Row) -> Over | None:
    """Send a stored reply: the token works once, so trying it again cannot say anything twice; a push might."""
    account = _account(session)
    token, to = str(row.values["token"]), str(row.values["to"])
    messages = row.values["messages"]
    here = row.refs.get(_TRIED) == following.HERE
    tried = "" if here else row.refs.get(_TRIED, "")
    heard = datetime.fromisoformat(row.refs["heard"])
    if token and tried != _GONE and row.taken_at - heard < TOKEN_LIFE:
        if not here and tried != _BEGUN:
            row = _noted(session, row, **{_TRIED: _BEGUN})
        try:
            if account.reply(token, messages) is Reply.SENT:
                return None
        except Unsent as unsent:
            # It certainly did not arrive, so that this try leaves no doubt behind.
            _noted(session, row, **{_TRIED: tried})
            raise Later(unsent.code, unsent.after or _SOON) from None
        except Silent as silent:
            raise Later(silent.code, _SOON) from None
    if tried == _BEGUN:
        # An earlier try may have arrived: better one answer too few than one twice.
        _log.warning("line_reply_unknown", row=str(row.id))
        return None
    if not to or friends.has_left(session, to):
        return None
    return _push(session, account, _noted(session, row, **{_TRIED: _GONE}), to, messages)


def notice(session: Session, row: Row) -> Over:
    """Tell somebody that something is ready, and where: nothing of what it is leaves the house."""
    account = _account(session)
    if shielded.holds_back(session, row.refs, "line"):
        raise Never("shielded")
    if friends.has_left(session, str(row.values["to"])):
        # They blocked the account since this was stored: LINE would take it, and nobody would read it.
        raise Never("line_left")
    words = words_of(session, row.locale)
    messages = checked(session, line_notices.notice(row.template, words, _page(session, row)), words)
    return _push(session, account, row, str(row.values["to"]), messages)


def multicast(session: Session, row: Row) -> Over:
    """The same to five hundred friends: those who still are."""
    account = _account(session)
    to = friends.users(session, [UUID(one) for one in row.values["friends"]])
    left_out = len(row.values["friends"]) - len(to)
    if not to:
        return _done(session, row, 0, left_out)
    messages = checked(session, row.values["messages"], words_of(session, row.locale))
    session.commit()
    row = _ready(session, row, len(to))
    account.multicast(to, messages, row.id)
    return _done(session, row, len(to), left_out)


def _done(session: Session, row: Row, sent: int, blocked: int | None = None) -> Over:
    """The end of a row together with what is counted of it, so that whoever dies leaves nothing to be counted twice."""
    with writing(session):
        line_quota.spend(session, sent)
        if blocked is not None:
            # Whoever sends to many counts what became of it.
            name = row.refs["sending"]
            service.fire(session, "line.sent", name=name, sent=sent, blocked=blocked, now=row.taken_at)
        if not outbox.finish(session, row, row.taken_at):
            raise Later("lease_lost")
    return Over()


def checked(session: Session, messages: Messages, words: Words) -> Messages:
    """The messages, where nothing is wrong with them; a short safe one where something is, told in the log by its code."""
    wrong = preflight.faults(messages) or (() if well_formed(messages) else ("model",))
    if not wrong:
        return messages
    _log.error("line_preflight", faults=list(wrong))
    return line_notices.safe(words, f"{settings_of(session).base_url}/chat")


def words_of(session: Session, locale: str) -> Words:
    """The words of a language."""
    catalogues: Catalogues = session.info["words"]
    return catalogues.words(locale)


def lane(session: Session, talk: str) -> str:
    """The lane of whoever talks: their events are worked on in order."""
    return vault_of(session).token("line_talk", talk).hex()


def _push(session: Session, account: Line, row: Row, to: str, messages: Messages) -> Over:
    row = _ready(session, row, 1)
    account.push(to, messages, row.id)
    return _done(session, row, 1)


def _ready(session: Session, row: Row, many: int) -> Row:
    """Whether so many may be pushed, under a key that LINE still knows; the row with the moment of its first try."""
    first = row.refs.get(_KEYED)
    if first and row.taken_at - datetime.fromisoformat(first) > KEY_LIFE:
        raise Never("line_key_over")
    if not first:
        if not line_quota.is_left(session, many, row.kind):
            raise Later("line_quota", _MONTH_IS_OVER)
        row = _noted(session, row, **{_KEYED: row.taken_at.isoformat()})
    return row


def _noted(session: Session, row: Row, **refs: str) -> Row:
    try:
        with at_once(session):
            return outbox.note(session, row, **refs)
    except NotThere:
        raise Later("lease_lost") from None


def _page(session: Session, row: Row) -> str:
    """Where a notice leads, opened where a sign-in works; the place in a line has a page that needs none."""
    base = settings_of(session).base_url
    case, link = row.refs.get("case"), str(row.values.get("link", ""))
    if case:
        if row.refs.get("began"):
            # Begun in a talk by somebody without an account: the browser that sent the form opens it, and that is LINE's own.
            return line_addresses.outside(f"/applications/{case}", base, row.locale, here=True)
        page = f"/line/case/{case}"
    elif row.refs.get("wait") and link.startswith(f"{base}/"):
        page = link.removeprefix(base)
    else:
        page = "/queue" if row.refs.get("ticket") else "/me"
    return line_addresses.outside(page, base, row.locale)


def _account(session: Session) -> Line:
    account = line(settings_of(session))
    if account is None:
        raise Later("line_off")
    return account
