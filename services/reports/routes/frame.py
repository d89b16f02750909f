"""What the room's pages share: whom to ask, kinds and stages in words, what a map needs, refusals."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from flask import abort, request, url_for

from forms.wording import Wording
from portal import crowd, desk_frame, errors, i18n
from portal.distances import written
from portal.doors import house, now, resident, seated_staff
from portal.opening import today
from portal.pack.reports import PROCEDURE
from portal.refused import Refused
from portal.throttle import network
from portal.whom import contact
from services.reports.actions import asking
from services.reports.models import Report
from services.reports.rules.stages import TONES, WORDS, Stage

# 地理院地図 opens in whatever browser there is, without an account.
_ELSEWHERE = "https://maps.gsi.go.jp/#17/{}/{}/"


def page(name: str, /, **context: Any) -> str:
    """A page for residents; whom to telephone stands on every one."""
    pack, day = house().pack, today(now())
    if not asking.offered(pack, day):
        abort(404)
    division = pack.owner(PROCEDURE, day)
    shared = {"contact": contact(division, pack.office(division.office, day), day), **words_of()}
    return i18n.page(name, **{**shared, **context})


def shown(name: str, /, **context: Any) -> str:
    """A page for staff."""
    return i18n.page(name, **{**desk_frame.frame(), **words_of(), **context})


def words_of() -> dict[str, Any]:
    """Kinds and stages in words, for every template of the room."""
    kinds: Mapping[str, Wording] = {one.value: one.label for one in asking.kinds(house().pack)}
    return {
        "kinds": kinds,
        "stage_word": lambda stage: i18n.gettext(WORDS[Stage(stage)]),
        "stage_tone": lambda stage: TONES[Stage(stage)],
        "elsewhere": elsewhere,
    }


def elsewhere(report: Report) -> str:
    """The page of a map about this place; empty where it has none."""
    placed = report.lat is not None and report.lon is not None
    return _ELSEWHERE.format(f"{report.lat:.6f}", f"{report.lon:.6f}") if placed else ""


def chart() -> dict[str, str]:
    """What the script needs to draw a map, as attributes of the place where it goes."""
    settings, town = house().settings, house().pack.reports
    return {
        "chart": url_for("static", filename="reports-map.js"),
        "code": url_for("static", filename="vendor/leaflet/leaflet.js"),
        "sheet": url_for("static", filename="vendor/leaflet/leaflet.css"),
        "tiles": settings.map_tiles,
        "credit": settings.map_credit,
        "centre": written(town.centre),
        "zoom": str(town.zoom),
    }


def slow_down() -> None:
    """A network that sends more than people do is asked to wait; whoever is signed in is counted alone."""
    seat, forms = resident(), house().settings.forms_per_network
    if not forms:
        return
    whose = seat.holder.hex() if seat else network(request.remote_addr)
    limit = crowd.ALONE if seat else crowd.together(forms)
    wait = house().crowd.let_in(f"reports {whose}", limit, now())
    if wait:
        raise Refused("too_many_tries", 429, minutes=ceil(wait.total_seconds() / 60))


def refused(error: Refused) -> tuple[str, int]:
    """What happened and what to do now; everybody but signed-in staff get the page everybody gets."""
    if not request.path.startswith("/staff/") or seated_staff() is None:
        return errors.refused(error)
    return shown("reports/staff/refused.html", code=error.code, values=error.values), error.status
