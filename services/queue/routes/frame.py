"""What the room's pages share: the frame of staff pages, refusals, the board, the machine in the hall."""

import hashlib
from hmac import compare_digest
from typing import Any

from flask import Response, request

from portal import desk_frame, errors, i18n, kept, recent
from portal.asking import read_cookie
from portal.doors import db, house, now, seated_staff
from portal.opening import today
from portal.pack.queues import Queue
from portal.refused import Refused
from portal.vault import vault_of
from services.queue.actions import days, looking
from services.queue.actions.looking import Board

KIOSK = "kmado_kiosk"
# So long an answer for everybody stands; a display asks once a second, so that a call is seen within two.
FRESH = 0.5


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; residents, and whoever has to sign in, get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    page = shown("queue/staff/refused.html", code=error.code, values=error.values)
    return page, error.status


def boards() -> tuple[Board, ...]:
    """Every office now."""
    return looking.boards(db(), now())


def board(office: str) -> Board:
    """One office now."""
    return looking.board(db(), days.find(db(), office), now())


def lately(office: str) -> Board:
    """One office within the last second: hundreds of phones ask for it again and again, each with a ticket of its own."""
    return recent.recent(db(), f"queue.{office}", lambda: board(office))


def for_all(body: str, mimetype: str = "text/html") -> Response:
    """An answer that is the same for everybody, kept a moment, with a tag that changes when it does."""
    response = Response(body, mimetype=mimetype)
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:20])
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request)
    kept.keep(FRESH)
    return response


def changed() -> None:
    """A number moved: what this process keeps is made anew."""
    kept.forget()
    for queue in house().pack.queues:
        recent.forget(db(), f"queue.{queue.office}")


def office_name(queue: Queue) -> Any:
    """An office as people call it."""
    return house().pack.office(queue.office, today(now())).name


def kiosk_key(office: str) -> str:
    """What makes a browser the machine in the hall of one office."""
    return vault_of(db()).token("queue.kiosk", office).hex()


def kiosk_of(key: str) -> Queue | None:
    """The office whose machine holds this key."""
    found = (one for one in house().pack.queues if compare_digest(kiosk_key(one.office), key))
    return next(found, None) if key.isascii() else None


def kiosk() -> Queue | None:
    """The office whose machine this browser is."""
    key = read_cookie(KIOSK)
    return kiosk_of(key) if key else None
