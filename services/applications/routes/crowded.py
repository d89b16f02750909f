"""混み合うとき: a network that begins or hands in more than people do is asked to wait, and what was typed stays on the page."""

from math import ceil

from flask import request

from portal import crowd
from portal.doors import house, now, resident
from portal.throttle import network

Waiting = tuple[str, int, dict[str, str]]


def seconds_to_wait(what: str) -> int:
    """How long until this network may `begin` or `file` one more; none, and then it is counted."""
    seat, forms = resident(), house().settings.forms_per_network
    if not forms:
        return 0
    whose = seat.holder.hex() if seat else network(request.remote_addr)
    limit = crowd.ALONE if seat else crowd.together(forms)
    return ceil(house().crowd.let_in(f"{what} {whose}", limit, now()).total_seconds())


def minutes(seconds: int) -> int:
    """As the page says it."""
    return ceil(seconds / 60)


def waiting(body: str, seconds: int) -> Waiting:
    """The page with everything on it, to be sent again later."""
    return body, 429, {"Retry-After": str(seconds)}
