"""The draw of a course: its proof for everybody, and for staff the public number that decides."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import draw, i18n
from portal.doors import db, now, open_door, staff, staff_door
from portal.pack.appointments import Bookable
from portal.people import staff_names
from portal.refused import Refused
from services.appointments.actions import draws, looking, reach
from services.appointments.models import CourseDraw
from services.appointments.routes.frame import lot_of, shown, whom
from services.appointments.routes.roster import HERE

Page = str | AnyResponse | tuple[str, int]
VERIFIER = "verify_draw.py"
TYPED = frozenset({"lottery_number", "lottery_number_differs"})


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(f"/appointments/draws/{VERIFIER}", endpoint="verifier")(verifier)
    blueprint.get("/appointments/<key>/draw", endpoint="draw")(page)
    blueprint.get("/appointments/<key>/draw.json", endpoint="draw_record")(record)
    blueprint.route(f"{HERE}/<key>/draw", methods=["GET", "POST"], endpoint="staff_draw")(staff_page)


@open_door
def page(key: str) -> str:
    """How it is drawn, what is published of it, and how anybody verifies it."""
    found = _drawn(looking.find(db(), key))
    return i18n.page("appointments/draw.html", **told(found), contact=whom(found))


@open_door
def record(key: str) -> Response:
    """The list, and the draw once it was made, as a file to keep."""
    found = _drawn(looking.find(db(), key))
    row = draws.of(db(), found)
    if row is None or row.body is None:
        raise Refused("calendar_unknown", 404)
    name = f'attachment; filename="draw-{key}.json"'
    return Response(row.body, mimetype="application/json", headers={"Content-Disposition": name})


@open_door
def verifier() -> Response:
    """The file that makes the draw, as it runs here."""
    text = Path(draw.__file__).read_text(encoding="utf-8")
    name = f'attachment; filename="{VERIFIER}"'
    return Response(text, mimetype="text/x-python", headers={"Content-Disposition": name})


@staff_door(reach.READ)
def staff_page(key: str) -> Page:
    """Where the draw stands; the number is typed by two who look after the course."""
    permission = reach.MANAGE if request.method == "POST" else reach.READ
    found = _drawn(reach.bookable(db(), staff(), key, permission))
    code = ""
    if request.method == "POST":
        try:
            holds = draws.type_number(db(), staff(), found, request.form.get("number", ""), now())
        except Refused as refused:
            if refused.code not in TYPED:
                raise
            code = refused.code
        else:
            done = "both" if holds else "typed"
            return redirect(url_for("appointments.staff_draw", key=key, done=done), 303)
    made = told(found)
    row = made["row"]
    typists = staff_names(db(), frozenset({row.typed_by})) if row is not None and row.typed_by else {}
    body = shown(
        "appointments/staff/draw.html", **made, code=code, errors=bool(code), done=request.args.get("done", ""),
        typists=typists, manages=staff().may(reach.MANAGE, found.division),
    )  # fmt: skip
    return (body, 422) if code else body


def told(found: Bookable) -> dict[str, Any]:
    """What both pages say."""
    row = draws.of(db(), found)
    listed = json.loads(row.body) if row is not None and row.body else None
    return {
        "found": found,
        "row": row,
        "lot": lot_of(found),
        "file": f"draw-{found.key}.json",
        "parties": _parties(listed) if listed else (),
        "published": _published(row) if row is not None and row.drawn_at is not None else None,
    }


def _parties(listed: dict[str, Any]) -> list[dict[str, Any]]:
    """Everybody by number: in the drawn order once there is one."""
    people = {one["who"]: one["wishes"][0]["claims"][0][2] for one in listed["entries"]}
    order = listed["order"][0] if listed.get("order") else sorted(people)
    results = listed.get("results", {})
    return [
        {"who": who, "people": people[who], "won": results[who][0][0] == "won" if who in results else None}
        for who in order
    ]


def _published(row: CourseDraw) -> dict[str, str]:
    """The secret that was promised, and the seed that follows from it."""
    secret = draws.secret(db(), row)
    return {"secret": secret, "seed": draw.seed_of(secret, row.entropy or "", row.list_hash or "")}


def _drawn(found: Bookable) -> Bookable:
    """Of what is not drawn there is no such page."""
    if found.lot is None:
        raise Refused("calendar_unknown", 404)
    return found
