"""Papers of the office: the day's sheet to print."""

from flask import Blueprint, Response, request

from portal.doors import db, house, now, staff, staff_door
from services.crematorium.actions import papers, reach
from services.crematorium.routes.frame import asked_day

HERE = "/staff/crematorium"


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(f"{HERE}/day.pdf", endpoint="day_sheet")(day_sheet)


@staff_door(reach.READ)
def day_sheet() -> Response:
    """日報."""
    reach.hall(db(), staff())
    on = asked_day(request.args.get("day", ""))
    body = papers.day_sheet(db(), staff(), on, house().printer, now())
    return file(body, "application/pdf", "inline", f"saijo-{on:%Y%m%d}.pdf")


def file(body: bytes, kind: str, how: str, name: str) -> Response:
    """A file that nobody keeps on the way."""
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=headers)
