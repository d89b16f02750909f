"""アカウント連携: a LINE account becomes an address for a resident's notices, once both sides have said so; never proof of who they are."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Link, Phrase, Reply, Text
from portal import audit, friends, links
from portal.db import writing
from portal.refused import Refused

# What LINE hands back once whoever holds the phone has agreed: good once, and as long as LINE's own token.
PURPOSE, LASTS = "line_nonce", timedelta(minutes=10)
PAGE = "/line/link"
_LONGEST = 200
# What a press on 「連携する」 brings back.
PRESS = "link"
# The words for it, without white space.
_LINK = frozenset(["アカウント連携", "連携", "れんけい", "連携する", "linkaccount", "accountlink", "link"])
_UNLINK = frozenset(["連携解除", "連携を解除", "連携をやめる", "れんけいをやめる", "unlink", "unlinkaccount"])


def wanted(text: str) -> Literal["link", "unlink", ""]:
    """Whether somebody writes one of the two words for it, and nothing else."""
    plain = "".join(text.casefold().split()).strip("「」。.!！")
    return "link" if plain in _LINK else "unlink" if plain in _UNLINK else ""


def asked(
    session: Session, user: str, wish: Literal["link", "unlink"], link_token: Callable[[], str], now: datetime
) -> tuple[Reply, ...]:
    """What is answered to such a word; `link_token` asks LINE for one, so nothing is held open meanwhile."""
    known = friends.find(session, user)
    resident = known.resident_id if known else None
    if wish == "unlink":
        if resident is None:
            return (_said("line_not_linked"),)
        unlink(session, resident, now)
        return (_said("line_unlinked"),)
    if resident is not None:
        return (_said("line_linked_already"),)
    page = f"{PAGE}?{urlencode({'linkToken': link_token()})}"
    return (_said("line_link_begin"), Link(Phrase("line_link_page"), page))


def begin(session: Session, resident: UUID, link_token: str, agree: str, now: datetime) -> str:
    """A resident agreed on our page: where LINE asks the other side, with a word that only the two of us know."""
    if not link_token or len(link_token) > _LONGEST:
        raise Refused("link_unknown", 404)
    with writing(session):
        links.withdraw(session, PURPOSE, resident)
        nonce = links.make(session, PURPOSE, now, LASTS, person_id=resident)
    return f"{agree}?{urlencode({'linkToken': link_token, 'nonce': nonce})}"


def linked(session: Session, user: str, told: Mapping[str, Any], now: datetime) -> tuple[Reply, ...]:
    """LINE tells that both sides agreed (its event's `link`): the word is used up, and notices go there from now on."""
    nonce = told.get("nonce")
    if (
        told.get("result") != "ok"
        or not isinstance(nonce, str)
        or not nonce.isascii()
        or len(nonce) > _LONGEST
    ):
        return (_said("line_link_failed"),)
    try:
        with writing(session):
            resident = _used(session, user, nonce, now)
            audit.did(session, "resident", resident, "line.link", "resident", resident, now)
    except Refused:
        return (_said("line_link_failed"),)
    return (_said("line_linked"),)


def _used(session: Session, user: str, nonce: str, now: datetime) -> UUID:
    """The resident who agreed, now linked; the word stays unused where there is nobody to link."""
    resident = links.use(session, PURPOSE, nonce, now).person_id
    if resident is None or not friends.link(session, user, resident, now):
        raise Refused("link_unknown", 404)
    return resident


def unlink(session: Session, resident: UUID, now: datetime) -> None:
    """No notices there any more, by the page or by the word."""
    with writing(session):
        if friends.unlink(session, resident):
            audit.did(session, "resident", resident, "line.unlink", "resident", resident, now)


def _said(code: str) -> Text:
    return Text((Phrase(code),))
