"""Results at the desk: brought as a file, looked at row by row, and then applied."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.doors import db, house, now, staff, staff_door
from portal.people import staff_names
from portal.refused import Refused
from services.batches.actions import applying, bringing
from services.batches.actions.applying import WORK
from services.batches.actions.standing import TAKE
from services.batches.routes.batches import divisions
from services.batches.routes.frame import shown
from services.batches.rules.results import COLUMNS, MOST_BYTES, MOST_ROWS

# A row is about half a kilobyte, and a page of the staff stays under eighty.
ROWS_A_PAGE = 60
_FILE_FAULTS = frozenset(("results_columns", "results_empty", "results_too_large", "results_unreadable"))


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/batches/results", endpoint="results")(results)
    blueprint.post("/staff/batches/results", endpoint="bring")(bring)
    blueprint.get("/staff/batches/results/<uuid:result_id>", endpoint="result")(result)
    blueprint.post("/staff/batches/results/<uuid:result_id>", endpoint="apply")(apply)


@staff_door(TAKE)
def results() -> str:
    """The form for a file, with what it must look like."""
    return _form()


@staff_door(TAKE)
def bring() -> Response | tuple[str, int]:
    """Read a file and show what it would do; nothing moves yet."""
    upload = request.files.get("file")
    raw = upload.read(MOST_BYTES + 1) if upload else b""
    try:
        found = bringing.bring(db(), staff(), raw, now())
    except Refused as refused:
        if refused.code not in _FILE_FAULTS:
            raise
        return _form(refused), refused.status
    return redirect(url_for("batches.result", result_id=found), 303)


@staff_door(TAKE)
def result(result_id: UUID) -> str:
    """Every row beside its case, those that move nothing first: what would happen, or what did."""
    found = bringing.look(db(), staff(), result_id, now())
    rows = sorted(found.rows, key=lambda one: (one.code in bringing.GOOD, one.line.place))
    first = min(request.args.get("from", 0, type=_whole), len(rows))
    people = frozenset(one for one in (found.result.brought_by, found.result.applied_by) if one)
    return shown(
        "batches/staff/result.html",
        found=found,
        rows=rows[first : first + ROWS_A_PAGE],
        before=first - ROWS_A_PAGE,
        after=first + ROWS_A_PAGE if first + ROWS_A_PAGE < len(rows) else 0,
        result=found.result,
        names=staff_names(db(), people),
        division=divisions().get(found.result.division, found.result.division),
        procedures=house().pack.procedures,
        may_apply=staff().may(WORK, found.result.division),
    )


@staff_door(TAKE)
def apply(result_id: UUID) -> Response:
    """Move the cases of the rows that may."""
    applying.apply(db(), staff(), result_id, now())
    return redirect(url_for("batches.result", result_id=result_id), 303)


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def _form(refused: Refused | None = None) -> str:
    return shown(
        "batches/staff/results.html",
        refused=refused,
        errors=[("file", refused.code)] if refused else None,
        columns=COLUMNS,
        most=MOST_ROWS,
    )
