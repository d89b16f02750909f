"""施設の案内を直す: staff change what their buildings offer, see it as residents will, and publish it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import facilities, i18n, kept
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.pack.building_files import RASTERS
from portal.pack.buildings import Access, Building, Policy, Who
from portal.pack.photos import MOST
from portal.pack.rows import WEEKDAYS
from portal.people import staff_names
from portal.refused import Refused
from services.reservations.actions import calendar, editing, in_the_way, photos
from services.reservations.actions.reach import MANAGE
from services.reservations.routes import differing, public
from services.reservations.routes import photos as taken
from services.reservations.routes.frame import shown
from services.reservations.rules import differences, drafting
from services.reservations.rules.drafting import RULES, UNIT_NUMBERS, Body, Typed

HERE = "/staff/reservations/buildings"
Change = Callable[[Body, Typed], Body]
SECTIONS: dict[str, Change] = {
    "about": drafting.about,
    "hours": drafting.hours,
    "rules": drafting.rules,
    "things": drafting.things,
}
# What is told above the form, with everything that was typed still in it.
BESIDE = frozenset(
    {
        "edition_faulty",
        "edited_meanwhile",
        "individual_number_in_text",
        "facility_there_already",
        "file_empty",
        "file_too_large",
        "photo_kind",
        "file_points",
        "file_broken",
        "file_double",
        "file_infected",
        "file_not_scanned",
    }
)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    one = f"{HERE}/<building>"
    blueprint.get(HERE, endpoint="buildings")(listed)
    blueprint.route(f"{HERE}/new", methods=["GET", "POST"], endpoint="building_new")(new)
    blueprint.get(one, endpoint="building_edit")(overview)
    blueprint.get(f"{one}/preview", endpoint="building_preview")(preview)
    blueprint.route(f"{one}/edit/<section>", methods=["GET", "POST"], endpoint="building_section")(section)
    blueprint.route(f"{one}/photos", methods=["GET", "POST"], endpoint="building_photos")(pictures)
    blueprint.route(f"{one}/units/<unit>", methods=["GET", "POST"], endpoint="building_unit")(unit)
    blueprint.post(f"{one}/<deed>", endpoint="building_deed")(deed)


@staff_door(MANAGE)
def listed() -> str:
    """The buildings one looks after, those that are not published yet among them."""
    mine = editing.mine(db(), staff())
    return shown(
        "reservations/staff/buildings.html", mine=mine, adds=_operators(), done=request.args.get("done", "")
    )


@staff_door(MANAGE)
def overview(building: str) -> str | tuple[str, int]:
    """One building: what can be changed, what was changed and is not published, and every edition so far."""
    return _overview(building)


@staff_door(MANAGE)
def preview(building: str) -> str:
    """The resident's page as it will be."""
    found, (body, row) = _found(building)
    return public.shown_building(
        facilities.understood(building, body, row.number if row else found.edition)[0], preview=True
    )


@staff_door(MANAGE)
def section(building: str, section: str) -> str | Response | tuple[str, int]:
    """One part of a building's file as a form."""
    change = SECTIONS.get(section)
    if change is None:
        raise Refused("facility_unknown", 404)
    return _form(building, f"reservations/staff/edit_{section}.html", change)


@staff_door(MANAGE)
def pictures(building: str) -> str | Response | tuple[str, int]:
    """The pictures of a building: words, order, a new one, and one that is erased for good."""
    if "forget" in request.form:
        photos.forget(db(), staff(), building, request.form["forget"], now())
        kept.forget()
        return redirect(url_for("reservations.building_photos", building=building), 303)
    return _form(
        building,
        "reservations/staff/edit_photos.html",
        lambda body, typed: taken.changed(building, body, typed),
        drafting.photos,
        uploads=True,
        most=MOST,
        typed=request.form,
    )


@staff_door(MANAGE)
def unit(building: str, unit: str) -> str | Response | tuple[str, int]:
    """A room as a form; `new` is one that is not there yet."""
    found, (body, _) = _found(building)
    key = "" if unit == "new" else unit
    if key and key not in {one.get("key") for one in body.get("unit", ())}:
        raise Refused("facility_unknown", 404)
    return _form(
        found.key,
        "reservations/staff/edit_unit.html",
        lambda body, typed: drafting.unit(body, typed, key),
        unit=key,
    )


@staff_door(MANAGE)
def new() -> str | Response | tuple[str, int]:
    """A building from an empty form."""
    operators, code, status = _operators(), None, 200
    if not operators:
        raise Refused("not_permitted", 403)
    if request.method == "POST":
        try:
            key = request.form.get("key", "").strip()
            editing.add(db(), staff(), key, drafting.building(_typed()), now())
            return redirect(url_for("reservations.building_edit", building=key, done="saved"), 303)
        except Refused as refused:
            if refused.code not in BESIDE:
                raise
            code, status = refused, refused.status
    body = drafting.building(_typed()) if request.method == "POST" else {}
    page = shown(
        "reservations/staff/building_new.html", body=body, typed=request.form, operators=operators, weekdays=WEEKDAYS,
        rasters=RASTERS, accesses=tuple(Access), rows=house().pack.listing("facilities", today(now())),
        lang_key=i18n.words().language.key, **_said(code, body),
    )  # fmt: skip
    return page, status


@staff_door(MANAGE)
def deed(building: str, deed: str) -> Response | tuple[str, int]:
    """Publish, hand on for approval, send back, leave, or take up an earlier edition."""
    deeds: dict[str, Callable[[], object]] = {
        "publish": lambda: editing.publish(db(), staff(), building, _revision(), now()),
        "ask": lambda: editing.ask(db(), staff(), building, _revision(), now()),
        "back": lambda: editing.send_back(db(), staff(), building, _revision(), request.form.get("note", ""), now()),
        "drop": lambda: editing.drop(db(), staff(), building, _revision(), now()),
        "again": lambda: editing.again(db(), staff(), building, _number("number"), now()),
    }  # fmt: skip
    if deed not in deeds:
        raise Refused("facility_unknown", 404)
    try:
        deeds[deed]()
    except Refused as refused:
        if refused.code in ("not_permitted", "facility_unknown"):
            raise
        return _overview(building, refused), refused.status
    if deed == "publish":
        house().editions.forget()
        kept.forget()
    there = (
        building in house().pack.buildings or editing.opened(db(), building) is not None or deed == "publish"
    )
    if not there:
        return redirect(url_for("reservations.buildings", done=deed), 303)
    return redirect(url_for("reservations.building_edit", building=building, done=deed), 303)


def _overview(key: str, refused: Refused | None = None) -> str:
    found, (body, row) = _found(key)
    was = editing.body(db(), key)
    changes = differing.told(differences.between(was, body), body, was) if row else ()
    after = facilities.understood(key, body)[0]
    way = in_the_way.found(db(), after, now()) if row else in_the_way.InTheWay()
    editions = editing.history(db(), key)
    names = [
        *(UUID(one) for one in (row.made_by.split(",") if row else ()) if one),
        *(one.published_by for one in editions if one.published_by),
    ]
    return shown(
        "reservations/staff/building.html", building=found, draft=after, row=row, changes=changes, way=way,
        receipts=calendar.receipts(db(), way.bookings), editions=editions, names=staff_names(db(), frozenset(names)),
        authors=[UUID(one) for one in row.made_by.split(",") if one] if row else [],
        dearer=row is not None and editing.needs_approval(db(), key, body),
        approves=editing.may_approve(staff(), found), mine=row is not None and str(staff().id) in row.made_by,
        runs=staff().may(MANAGE, found.operator), done=request.args.get("done", ""), refused=refused,
        first=bool(facilities.first(house().pack, key)),
        today=today(now()),
    )  # fmt: skip


def _form(
    key: str, template: str, change: Change, words_only: Change | None = None, **context: Any
) -> str | Response | tuple[str, int]:
    """A part of the draft: shown, or kept as it was typed; where a file is refused its words are typed only once."""
    found, (body, row) = _found(key)
    refused = None
    if request.method == "POST":
        was = body
        try:
            body = change(body, _typed())
            if body == was:
                return redirect(url_for("reservations.building_edit", building=key, done="same"), 303)
            editing.save(db(), staff(), key, _revision(), body, now())
            return redirect(url_for("reservations.building_edit", building=key, done="saved"), 303)
        except Refused as error:
            if error.code not in BESIDE:
                raise
            refused = error
            if body is was and words_only is not None:
                body = words_only(was, _typed())
    there = photos.shown(db(), facilities.understood(key, body)[0])
    page = shown(
        template, pictures=there, own=photos.added(db(), there), building=found,
        body=body, revision=row.revision if row else 0, weekdays=WEEKDAYS, rasters=RASTERS,
        accesses=tuple(Access), policies=tuple(Policy), whos=tuple(Who), rules=RULES, numbers=UNIT_NUMBERS,
        prices=staff().may(MANAGE, found.pricing), runs=staff().may(MANAGE, found.operator),
        **{"unit": "", "lang_key": i18n.words().language.key, **context, **_said(refused, body)},
    )  # fmt: skip
    return page, refused.status if refused else 200


def _said(refused: Refused | None, body: Body) -> dict[str, Any]:
    """What is wrong, with the place in the words of the form."""
    if refused is None:
        return {"refused": None, "errors": "", "where": "", "fault": ""}
    path = str(refused.values.get("path", ""))
    return {
        "refused": refused,
        "errors": refused.code,
        "where": differing.place(path, body),
        "fault": refused.values.get("message", ""),
    }


def _found(key: str) -> tuple[Building, tuple[Body, facilities.FacilityEdition | None]]:
    return editing.building(db(), staff(), key), editing.drafted(db(), key)


def _operators() -> list[Any]:
    """The divisions one may add a building for."""
    return [one for one in house().pack.divisions(today(now())) if staff().may(MANAGE, one.id)]


def _typed() -> Typed:
    return dict(request.form.lists())


def _revision() -> int:
    return _number("revision")


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
