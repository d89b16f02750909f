"""総合振込: who can be paid and who cannot yet, the files with their two pairs of eyes, and the bank's answer."""

import csv
import io
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.doors import db, now, staff, staff_door
from portal.pack import lists
from portal.people import staff_names
from portal.refused import Refused
from services.mailings.actions import listing, standing, transfers
from services.mailings.actions.standing import MANAGE
from services.mailings.routes.desk import day_of
from services.mailings.routes.frame import shown

# In the words of the page that asks for it.
HEADERS = (("番号", "不能コード"), ("no", "code"))


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route(
        "/staff/mailings/<uuid:mailing_id>/transfers", methods=["GET", "POST"], endpoint="transfers"
    )(page)
    blueprint.get("/staff/mailings/transfers/<uuid:batch_id>.txt", endpoint="transfer_file")(fetch)
    blueprint.post("/staff/mailings/transfers/<uuid:batch_id>/<act>", endpoint="transfer_act")(act)


@staff_door(MANAGE)
def page(mailing_id: UUID) -> str | AnyResponse:
    """Everybody whose answer was approved, and the files so far; a file is proposed from here."""
    mailing = standing.find(db(), staff(), mailing_id)
    if request.method == "POST":
        transfers.propose(db(), staff(), mailing_id, day_of("pay_on"), now())
        return redirect(url_for("mailings.transfers", mailing_id=mailing_id, done="proposed"), 303)
    found = transfers.candidates(db(), mailing)
    files = listing.transfers(db(), mailing)
    people = {one for file, _ in files for one in (file.proposed_by, file.released_by) if one}
    ready = [one for one in found if not one.hindrance]
    return shown(
        "mailings/staff/transfers.html",
        mailing=mailing,
        ready=len(ready),
        yen=sum(one.yen for one in ready),
        held_back=[one for one in found if one.hindrance],
        files=files,
        names=staff_names(db(), frozenset(people)),
        may_release=staff().may(standing.RELEASE, mailing.division),
        me=staff().id,
        done=request.args.get("done", ""),
        count=request.args.get("count", ""),
    )


@staff_door(MANAGE)
def fetch(batch_id: UUID) -> Response:
    """The file for the bank, the same bytes each time; `lines=no` leaves out the ends of lines."""
    name, made = transfers.fetch(db(), staff(), batch_id, now())
    body = made.replace(b"\r\n", b"") if request.args.get("lines") == "no" else made
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype="application/octet-stream", headers=headers)


@staff_door(MANAGE)
def act(batch_id: UUID, act: str) -> AnyResponse:
    """Release it, drop it, or say what came back."""
    count = None
    mailing_id = transfers.mailing_of(db(), staff(), batch_id)
    match act:
        case "release":
            transfers.release(db(), staff(), batch_id, now())
        case "drop":
            transfers.drop(db(), staff(), batch_id, now())
        case "result":
            upload = request.files.get("result")
            lines = result_lines(upload.stream.read(1024 * 1024) if upload else b"")
            count = transfers.failed(db(), staff(), batch_id, lines, now())
        case _:
            abort(404)
    return redirect(url_for("mailings.transfers", mailing_id=mailing_id, done=act, count=count), 303)


def result_lines(raw: bytes) -> list[tuple[int, str]]:
    """番号 and 不能コード of each payment that came back, as a list from Excel."""
    text = lists.decode(raw)
    rows = list(csv.reader(io.StringIO(text or "")))
    if not rows or tuple(cell.strip() for cell in rows[0][:2]) not in HEADERS:
        raise Refused("result_faulty", 422)
    found = []
    for row in rows[1:]:
        if any(cell.strip() for cell in row):
            no, why = (cell.strip() for cell in (*row, "", "")[:2])
            if not (no.isascii() and no.isdigit() and len(no) <= 10 and why.isalnum() and len(why) <= 4):
                raise Refused("result_faulty", 422)
            found.append((int(no), why))
    return found
