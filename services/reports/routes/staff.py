"""/staff/reports: the reports of one's divisions as a list and on a map, and as CSV."""

import csv
import io

from flask import Blueprint, Response, request

from portal import i18n
from portal.doors import db, house, now, staff, staff_door
from portal.security import shows_map
from services.reports.actions import listing
from services.reports.actions.asking import READ, kinds
from services.reports.actions.listing import WAITING, Wanted
from services.reports.routes.frame import chart, shown
from services.reports.rules.stages import WORDS, Stage


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/reports", endpoint="staff_index")(index)
    blueprint.get("/staff/reports.csv", endpoint="staff_csv")(as_csv)


@staff_door(READ)
@shows_map
def index() -> str:
    """What is to be gone after, what is dangerous first."""
    wanted = _wanted()
    found = listing.found(db(), staff(), wanted)
    return shown("reports/staff/index.html", found=found, wanted=wanted, stages=tuple(Stage), chart=chart())


@staff_door(READ)
def as_csv() -> Response:
    """The same to take away, as Excel reads it."""
    words = i18n.words_in("ja")
    named = {one.value: one.label.say("ja").text for one in kinds(house().pack)}
    told = {stage: str(words.gettext(word)) for stage, word in WORDS.items()}
    out = io.StringIO()
    csv.writer(out).writerows(listing.rows(db(), staff(), _wanted(), named, told, now()))
    headers = {"Content-Disposition": 'attachment; filename="reports.csv"', "Cache-Control": "no-store"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _wanted() -> Wanted:
    kind, stage = request.args.get("kind", ""), request.args.get("stage", WAITING)
    page = request.args.get("page", "1")
    return Wanted(
        kind=kind if kind in {one.value for one in kinds(house().pack)} else "",
        stage=stage if stage in {"", *Stage} else WAITING,
        page=int(page[:4]) if page.isdecimal() and int(page[:4]) > 0 else 1,
    )
