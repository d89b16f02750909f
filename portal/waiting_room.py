"""The waiting room: what a browser sees that came to a rush before its turn, and the cookie that keeps its place."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from flask import current_app, make_response, redirect, request
from werkzeug.wrappers import Response

from portal import crowd, i18n
from portal.asking import give_cookie, read_cookie
from portal.db import writing
from portal.doors import db, house, now, visitor
from portal.refused import Refused
from portal.rush import SETTLED, Phase, Rush, Standing, Ticket, standing
from portal.throttle import network
from portal.turnout import early_ones, join

PLACE = "kmado_place"
Pairs = Sequence[tuple[str, str]]
# The part of the page that changes is asked for at the same address.
PART = "part"
_MOST, _BETWEEN = 6, "~"
_SOON, _LATE = timedelta(seconds=5), timedelta(seconds=30)
_COUNTS = "waiting_room.counts"


def stop(
    rush: Rush | None, contact: Callable[[], Mapping[str, object]], about: Pairs = ()
) -> Response | None:
    """The waiting room for whoever has not had their turn; nothing for whoever may go on.

    What was typed `about` a person already is in the form too, and may stand in no address: their page sends it once more.
    Whom to call instead is only asked for where the room is shown: putting it together takes a tenth of a booking.
    """
    if rush is None or not rush.holds(now()):
        return None
    tickets = _tickets()
    ticket = _read(rush, tickets.get(_name(rush), "")) or _join(rush, tickets)
    it = standing(
        rush,
        ticket,
        now(),
        house().settings.let_in_per_second,
        _counted(rush),
        house().secret_key,
    )
    part = request.args.get(PART) == "now"
    if it.phase is Phase.THROUGH and not part:
        return None
    if about:
        raise Refused("too_crowded", 503)
    if request.method != "GET":
        # Nothing is lost: what was chosen stands in the address, and fills the form again.
        chosen = {key: value for key, value in request.form.items() if not key.startswith("_")}
        return redirect(f"{request.path}?{_asked(chosen)}", 303)
    return _answer(rush, it, contact(), part=part)


def _answer(rush: Rush, it: Standing, contact: Mapping[str, object], *, part: bool) -> Response:
    next_in = min(max(it.wait / 2, _SOON), _LATE)
    here = {key: value for key, value in request.args.items() if key != PART}
    page = i18n.page(
        "waiting_room/now.html" if part else "waiting_room/page.html",
        it=it,
        contact=contact,
        opens=rush.opens_at,
        ahead=_rough(it.ahead),
        minutes=ceil(it.wait.total_seconds() / 60),
        every=int(next_in.total_seconds() * 1000),
        here=f"{request.path}?{_asked(here)}",
        poll=f"{request.path}?{_asked({**here, PART: 'now'})}",
    )
    response = make_response(page)
    response.headers["Retry-After"] = str(int(next_in.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    response.set_etag(hashlib.sha256(page.encode()).hexdigest()[:16])
    return response.make_conditional(request) if part else response


def _asked(chosen: dict[str, str]) -> str:
    return urlencode({key: value[:100] for key, value in chosen.items()})


def _rough(ahead: int) -> int:
    """A number that one can take in, and that does not change at every look: 1,234 are about 1,300."""
    step = int("1" + "0" * (len(str(ahead)) - 2)) if ahead > 99 else 1
    return -(-ahead // step) * step


def _join(rush: Rush, tickets: dict[str, str]) -> Ticket:
    """A new number for this browser; a program that takes one after the other is slowed down."""
    forms = house().settings.forms_per_network
    if forms:
        whose = f"rush {network(request.remote_addr)}"
        wait = house().crowd.let_in(whose, crowd.together(forms), now())
        if wait:
            raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))
    with writing(db()) as session:
        ticket = join(session, rush, now())
    text = f"{'e' if ticket.early else 'l'}{ticket.number}"
    mine = {**tickets, _name(rush): f"{text}.{_proof(rush, text, visitor(make=True).token)}"}
    kept = list(mine.items())[-_MOST:]
    give_cookie(PLACE, _BETWEEN.join(f"{name}.{value}" for name, value in kept))
    return ticket


def _tickets() -> dict[str, str]:
    """The places this browser has, by the name of the rush."""
    found = (one.partition(".") for one in read_cookie(PLACE).split(_BETWEEN))
    return {name: value for name, point, value in found if point}


def _read(rush: Rush, value: str) -> Ticket | None:
    """A ticket as its cookie says, where it was given to this browser by us."""
    text, _, proof = value.partition(".")
    if not text or not hmac.compare_digest(proof.encode(), _proof(rush, text, visitor().token).encode()):
        return None
    return Ticket(text[0] == "e", int(text[1:]))


def _name(rush: Rush) -> str:
    return hashlib.sha256(rush.key.encode()).hexdigest()[:12]


def _proof(rush: Rush, text: str, browser: str) -> str:
    said = f"place\0{rush.key}\0{text}\0{browser}".encode("utf-8", "surrogatepass")
    return hmac.digest(house().secret_key, said, "sha256").hex()[:32]


def _counted(rush: Rush) -> Callable[[], int]:
    """How many were there before the opening: once that is settled, this process remembers it."""

    def count() -> int:
        counts: dict[str, int] = current_app.extensions.setdefault(_COUNTS, {})
        if rush.key not in counts:
            found = early_ones(db(), rush)
            if now() < rush.opens_at + 2 * SETTLED:
                return found
            counts[rush.key] = found
        return counts[rush.key]

    return count
