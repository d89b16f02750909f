"""The guide of a procedure on one screen, the list of all, and the printable sign with its QR code."""

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.procedure import Procedure, State
from forms.terms import is_open, near
from portal import i18n
from portal.doors import house, now, open_door, seated_staff
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
    """Every procedure of the town, under the headings of its pack."""
    town, day = house().pack, today(now())
    listed = [procedure for procedure in town.procedures.values() if town.offered(procedure.key, day)]
    topics = rules.by_topic(listed, tuple(town.topics))
    titles = town.topics
    return whole("catalogue", lambda: i18n.page("applications/catalogue.html", topics=topics, titles=titles))


@open_door
def guide(key: str) -> Response:
    """Who, what to bring, fee, minutes, deadline, division, telephone and hours, before anything is asked."""
    procedure = published(key)
    house().buffer.note("viewed", procedure.key, "online", procedure.division, today(now()))

    def made() -> str:
        # 健診・窓口・講座: what of it, or what remains of it, is booked by time.
        times = [one for one in house().pack.appointments.values() if key in one.after]
        return i18n.page(
            "applications/guide.html", preview=is_draft(procedure), times=times, **told(procedure)
        )

    # A draft is shown to those who write it and to nobody else, so it is not kept for others.
    return Response(made()) if is_draft(procedure) else whole(f"guide/{key}", made)


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


def standings(procedure: Procedure) -> tuple[rules.Standing, ...]:
    """The ways of a procedure as they stand in this town today."""
    return rules.standings(procedure, cards=house().cards is not None, day=today(now()))


def published(key: str) -> Procedure:
    """The procedure of an address, or the page that says there is none."""
    procedure = house().pack.procedures.get(key)
    if procedure is None or not (house().pack.offered(key, today(now())) or may_preview(procedure)):
        abort(404)
    return procedure


def is_draft(procedure: Procedure) -> bool:
    """Whether nobody but its writers sees it yet."""
    return procedure.state is State.DRAFT


def may_preview(procedure: Procedure) -> bool:
    """Whether a draft is looked at by somebody of the staff who writes procedures."""
    if not is_draft(procedure):
        return False
    seat = seated_staff()
    return seat is not None and seat.may("content.edit")


def told(procedure: Procedure) -> dict[str, object]:
    """What a page says about a procedure today."""
    return once_a_day(f"told/{procedure.key}/{procedure.digest}", lambda: _told(procedure))


def _told(procedure: Procedure) -> dict[str, object]:
    town, day = house().pack, today(now())
    division = town.owner(procedure.key, day)
    office = town.office(division.office, day)
    span = near(procedure.opening, day)
    return {
        "procedure": procedure,
        "span": tuple(i18n.day(one) for one in span) if span else None,
        "is_open": is_open(procedure.opening, day),
        "standings": standings(procedure),
        "fee": town.fee(procedure.key, day),
        "division": division,
        "contact": contact(division, office, day),
    }
