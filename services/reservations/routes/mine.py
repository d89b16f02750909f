"""わたしの予約: what this browser or this resident has booked, another time, giving it back, and the calendar file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from forms import qr
from portal import i18n, ics, inbox
from portal.doors import db, holders, house, now, open_door, resident
from portal.inbox import Actor, Case
from portal.opening import TOKYO, midnight, today
from portal.pack.buildings import Building, Unit
from portal.refused import Refused
from portal.vault import vault_of
from portal.whom import WEEKDAYS
from services.reservations.actions import (
    booking,
    groups,
    instead,
    looking,
    own,
    own_series,
    standing,
    subscribing,
    waiting,
)
from services.reservations.actions.booking import Offer
from services.reservations.actions.own import Own
from services.reservations.actions.owner import Owner
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait
from services.reservations.routes.details import CASE, lines
from services.reservations.routes.everybody import asked_day, listed, whom
from services.reservations.routes.holding import LOST
from services.reservations.rules import prices

Page = str | AnyResponse | tuple[str, int]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A place in a line as its owner sees it; `row` is the hold that is offered."""

    wait: Wait
    row: Booking | None
    building: Building
    unit: Unit
    before: int
    secret: str


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/reservations/mine", endpoint="mine")(mine)
    blueprint.get("/reservations/mine/series/<uuid:id>", endpoint="own_series")(serial)
    blueprint.get("/reservations/mine/<uuid:booking_id>", endpoint="own_use")(use)
    blueprint.get("/reservations/mine/<uuid:booking_id>.ics", endpoint="own_ics")(calendar)
    blueprint.route(
        "/reservations/mine/<uuid:booking_id>/cancel", methods=["GET", "POST"], endpoint="own_cancel"
    )(cancel)
    blueprint.route(
        "/reservations/mine/<uuid:booking_id>/change", methods=["GET", "POST"], endpoint="own_change"
    )(change)


def panel(session: Session, case: Case) -> str | None:
    """The booking, or all dates of a series, on the page of the resident's own case; and what they wait for besides."""
    found = own.of_case(session, case, now())
    if found is not None:
        return _told_of(case, found)
    serial = own_series.of_case(session, case, now())
    if serial is None:
        return None
    return i18n.page("reservations/own_series_panel.html", serial=serial, weekdays=WEEKDAYS, waits=waits())


def _told_of(case: Case, found: Own) -> str:
    code = qr.svg(case.receipt_no, i18n.gettext("受付番号のQRコード"))
    bill = prices.thawed(found.row.price)
    return i18n.page(
        "reservations/own_panel.html",
        own=found,
        case=case,
        lines=lines(found.building, found.unit, bill),
        bill=bill,
        code=code,
        purpose=found.building.purpose(found.row.purpose),
        waits=waits(),
    )


@open_door
def mine() -> str:
    """Everything booked, what is still to come first."""
    seat = resident()
    coming, over = own.mine(db(), _owner(), now())
    feed = subscribing.token(vault_of(db()), seat.id) if seat else ""
    return i18n.page(
        "reservations/mine.html",
        coming=coming,
        over=over,
        serials=own_series.mine(db(), _owner(), now()),
        waits=waits(),
        left="left" in request.args,
        weekdays=WEEKDAYS,
        seat=seat,
        feed=feed,
        there=there,
    )


@open_door
def serial(id: UUID) -> str:
    """A series with all its dates, to whoever has it and to each member of its group."""
    found = own_series.held(db(), id, _owner(), now())
    case = inbox.held_by(db(), found.row.case_id, holders(), _tokens())
    return i18n.page("reservations/own_series.html", serial=found, case=case, weekdays=WEEKDAYS, waits=())


def waits() -> tuple[Waiting, ...]:
    """What somebody who is signed in waits for, with the link that each place in a line has."""
    seat, pack = resident(), house().pack
    found = []
    for wait in waiting.of_resident(db(), seat.id, now()) if seat else ():
        row = waiting.offer(db(), wait)
        building = pack.buildings.get(wait.building)
        unit = building.unit(row.unit if row else wait.unit) if building else None
        if building is not None and unit is not None:
            secret, before = waiting.token(db(), wait), waiting.before(db(), wait)
            found.append(Waiting(wait, row, building, unit, before, secret))
    return tuple(found)


@open_door
def use(booking_id: UUID) -> str:
    """One booking of a group or one date of a series; who booked it finds the whole request besides."""
    found = _own(booking_id)
    case = _case(found)
    request_too = inbox.held_by(db(), case.id, holders(), _tokens()) is not None
    told = Markup(_told_of(case, found))  # noqa: S704 (a page of our own)
    return i18n.page("reservations/group_use.html", own=found, panel=told, case=case if request_too else None)


@open_door
def cancel(booking_id: UUID) -> Page:
    """What giving it back costs is said before anything is pressed."""
    found = _own(booking_id)
    if request.method == "GET":
        return i18n.page("reservations/cancel.html", **_told(found))
    # Who saw another fee than is due by now is asked once more.
    if request.form.get("fee") != str(found.fee):
        return i18n.page("reservations/cancel.html", changed=True, **_told(found)), 409
    booking.cancel(db(), booking_id, _actor(), now())
    return redirect(there(found), 303)


@open_door
def change(booking_id: UUID) -> Page:
    """Another time of the same room; pressing one is enough."""
    found = _own(booking_id)
    if request.method == "GET":
        return _times(found, _day(found))
    starts, _, ends = request.form.get("at", "").partition("/")
    try:
        span = datetime.fromisoformat(starts[:40]), datetime.fromisoformat(ends[:40])
        booking.move(db(), booking_id, *span, found.unit.key, _actor(), now())
    except ValueError:
        raise Refused("not_offered_then", 422) from None
    except Refused as refused:
        if refused.code not in LOST:
            raise
        lost = replace(instead.wish_of(found.row), starts=span[0], ends=span[1])
        offers = instead.of_move(db(), found.row, lost, now())
        return _times(found, today(span[0]), refused, offers), refused.status
    return redirect(there(found), 303)


@open_door
def calendar(booking_id: UUID) -> Response:
    """The booking as a file that calendars read."""
    found = _own(booking_id)
    say, lang = house().settings.base_url, i18n.words().language.key
    event = ics.Event(
        f"{found.row.id}@{found.building.key}",
        found.row.starts_at,
        found.row.ends_at,
        f"{found.unit.title.say(lang)} {found.building.title.say(lang)}",
        listed(found.building).get("所在地_連結表記", ""),
        f"{say}{there(found)}",
    )
    headers = {"Content-Disposition": 'attachment; filename="yoyaku.ics"', "Cache-Control": "no-store"}
    return Response(ics.written((event,), now()), mimetype="text/calendar", headers=headers)


def _case(found: Own) -> Case:
    cases = standing.cases_of(db(), [found.row.id])
    return db().get_one(Case, cases[found.row.id])


def _own(booking_id: UUID) -> Own:
    return own.held(db(), booking_id, _owner(), now())


def there(found: Own) -> str:
    """Where a booking is looked at: a group's by each of its members, a date of a series, any other on its request's page."""
    if found.group or found.row.series_id is not None:
        return url_for("reservations.own_use", booking_id=found.row.id)
    return f"{CASE}{found.row.case_id}"


def _owner() -> Owner:
    seat = resident()
    mine = groups.books_for(db(), seat.id, seat.mail_tokens, now()) if seat else []
    return Owner(holders(), _tokens(), [one.id for one in mine])


def _tokens() -> tuple[bytes, ...]:
    seat = resident()
    return seat.mail_tokens if seat else ()


def _actor() -> Actor:
    seat = resident()
    return Actor("resident", seat.id if seat else None)


def _day(found: Own) -> date:
    return asked_day() if "day" in request.args else found.row.starts_at.astimezone(TOKYO).date()


def _times(found: Own, day: date, refused: Refused | None = None, offers: Sequence[Offer] = ()) -> str:
    here = today(now())
    return i18n.page(
        "reservations/change.html",
        day=day,
        before=day - _DAY if day > here else None,
        after=day + _DAY,
        times=own.times(db(), found, midnight(day), now()),
        refused=refused,
        errors=refused,
        moves=[one for one in offers if _same_room(found, one)],
        others=[
            (one, *looking.find(house().pack, one.building, one.unit))
            for one in offers
            if not _same_room(found, one)
        ],
        **_told(found),
    )


def _same_room(found: Own, offer: Offer) -> bool:
    return (offer.building, offer.unit) == (found.row.building, found.row.unit)


def _told(found: Own) -> dict[str, object]:
    return {
        "own": found,
        "building": found.building,
        "unit": found.unit,
        "row": found.row,
        "back": there(found),
        "contact": whom(found.building),
    }
