"""The guide of a procedure on one screen, the list of all, and the printable sign with its QR code."""

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.procedure import Procedure
from portal import i18n
from portal.doors import house, now, open_door
from portal.opening import today
from portal.whole import once_a_day, whole
from portal.whom import contact
from services.applications import rules


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/procedures")(catalogue)
    blueprint.get("/procedures/<key>")(guide)
    blueprint.get("/procedures/<key>/sign")(sign)
    blueprint.get("/n/<number>")(numbered)


@open_door
def catalogue() -> Response:
    """Every procedure of the town."""
    town = house().pack
    day = today(now())
    listed = [procedure for procedure in town.procedures.values() if town.offered(procedure.key, day)]
    listed.sort(key=lambda procedure: procedure.number or "9999")
    return whole("catalogue", lambda: i18n.page("applications/catalogue.html", procedures=listed))


@open_door
def guide(key: str) -> Response:
    """Who, what to bring, fee, minutes, deadline, division, telephone and hours, before anything is asked."""
    procedure = published(key)
    house().buffer.note("viewed", procedure.key, "online", procedure.division, today(now()))
    return whole(f"guide/{key}", lambda: i18n.page("applications/guide.html", **told(procedure)))


@open_door
def sign(key: str) -> Response:
    """A sheet to print and hang up: 広報番号 and QR code."""
    from forms.qr import svg

    procedure = published(key)
    address = house().settings.base_url + url_for("applications.numbered", number=procedure.number)
    return whole(
        f"sign/{key}",
        lambda: i18n.page(
            "applications/sign.html", address=address, code=svg(address, address), **told(procedure)
        ),
    )


@open_door
def numbered(number: str) -> AnyResponse:
    """The short address behind a 広報番号."""
    procedure = house().pack.by_number(number)
    if procedure is None:
        abort(404)
    return redirect(url_for("applications.guide", key=procedure.key))


def published(key: str) -> Procedure:
    """The procedure of an address, or the page that says there is none."""
    procedure = house().pack.procedures.get(key)
    if procedure is None or not house().pack.offered(key, today(now())):
        abort(404)
    return procedure


def told(procedure: Procedure) -> dict[str, object]:
    """What a page says about a procedure today."""
    return once_a_day(f"told/{procedure.key}", lambda: _told(procedure))


def _told(procedure: Procedure) -> dict[str, object]:
    town, day = house().pack, today(now())
    division = town.owner(procedure.key, day)
    office = town.office(division.office, day)
    return {
        "procedure": procedure,
        "standings": rules.standings(procedure, cards=house().cards is not None),
        "fee": town.fee(procedure.key, day),
        "division": division,
        "contact": contact(division, office, day),
    }
