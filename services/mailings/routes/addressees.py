"""The people of a mailing: lists by what became of them, the search, one person with history, and answers on paper."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from forms import answers as answering_forms
from forms.faults import Fault
from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.people import staff_names
from services.mailings.actions import answering, binding, letters, listing, standing, transfers
from services.mailings.actions.standing import MANAGE
from services.mailings.models import Addressee, Mailing
from services.mailings.routes.frame import shown
from services.mailings.rules import paper
from services.mailings.rules import transfers as sending
from services.mailings.rules.stages import Outcome


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/mailings/<uuid:mailing_id>/people", endpoint="people")(people)
    blueprint.post("/staff/mailings/<uuid:mailing_id>/search", endpoint="search")(search)
    blueprint.route("/staff/mailings/<uuid:mailing_id>/answer", methods=["GET", "POST"], endpoint="answer")(
        answer
    )
    blueprint.get("/staff/mailings/people/<uuid:addressee_id>", endpoint="person")(person)
    blueprint.post("/staff/mailings/people/<uuid:addressee_id>/<act>", endpoint="person_act")(act)


@staff_door(MANAGE)
def people(mailing_id: UUID) -> str:
    """A page of addressees."""
    mailing = standing.find(db(), staff(), mailing_id)
    wanted, after = request.args.get("show", "unanswered"), request.args.get("after", "0")
    if wanted not in listing.SHOWN or not (after.isascii() and after.isdigit() and len(after) < 8):
        abort(404)
    found = listing.lines(db(), staff(), mailing, wanted, int(after), now())
    more = found[listing.PAGE - 1].addressee.place if len(found) > listing.PAGE else 0
    return _listed(mailing, found[: listing.PAGE], wanted, more=more)


@staff_door(MANAGE)
def search(mailing_id: UUID) -> str:
    """By code, 宛名番号, name, reading or telephone; what was typed stands in no address."""
    mailing = standing.find(db(), staff(), mailing_id)
    asked = request.form.get("q", "").strip()[:120]
    found = listing.search(db(), staff(), mailing, asked, now()) if asked else []
    return _listed(mailing, found, "", asked=asked)


@staff_door(MANAGE)
def answer(mailing_id: UUID) -> str | Response | tuple[str, int]:
    """返ってきた確認書: its code is scanned or typed, and the form opens with what the city knows."""
    mailing = standing.find(db(), staff(), mailing_id)
    if request.method == "GET":
        return shown("mailings/staff/answer.html", mailing=mailing, typed="", fault="", errors=None)
    typed, channel = request.form.get("code", "")[:300], request.form.get("channel", "post")
    found = answering.find(db(), typed)
    if found is None or found.mailing.id != mailing.id or channel not in ("post", "window"):
        page = shown("mailings/staff/answer.html", mailing=mailing, typed=typed, fault="unknown", errors=True)
        return page, 422
    if not found.open:
        return redirect(url_for("mailings.person", addressee_id=found.addressee.id, done="answered"), 303)
    draft_id = answering.enter(db(), staff(), found, channel, now())
    return redirect(url_for("applications.telephone_form", draft_id=draft_id), 303)


@staff_door(MANAGE)
def person(addressee_id: UUID) -> str:
    """One addressee: what the city knows, what happened, what can be done."""
    found, mailing = standing.addressee(db(), staff(), addressee_id)
    answering.look(db(), staff(), found.id, now())
    return _person(found, mailing)


@staff_door(MANAGE)
def act(addressee_id: UUID, act: str) -> str | Response | tuple[str, int]:
    """One thing done about an addressee."""
    session, seat, moment = db(), staff(), now()
    match act:
        case "declined" | "returned":
            answering.tell(session, seat, addressee_id, Outcome(act), moment)
        case "undo":
            answering.undo(session, seat, addressee_id, moment)
        case "stop":
            letters.stop(session, seat, addressee_id, request.form.get("why", ""), moment)
        case "again":
            letters.again(session, seat, addressee_id, moment)
        case "confirm":
            transfers.confirm(session, seat, addressee_id, moment)
        case "bind":
            binding.bind(session, seat, addressee_id, request.form.get("receipt_no", ""), moment)
        case "account":
            return _account(addressee_id)
        case _:
            abort(404)
    return redirect(url_for("mailings.person", addressee_id=addressee_id, done=act), 303)


def _account(addressee_id: UUID) -> Response | tuple[str, int]:
    """Another account, read like any other."""
    found, mailing = standing.addressee(db(), staff(), addressee_id)
    field = next(
        (one.field for one in standing.procedure_of(db(), mailing).asks if one.kind == "bank_account"), None
    )
    if field is None:
        abort(404)
    parts = {
        key: request.form.get(f"account-{key}", "")[:100]
        for key in ("bank", "bank_code", "branch", "branch_code", "kind", "number", "holder")
    }
    read = answering_forms.read(field, parts, today(now()))
    if not isinstance(read.value, dict):
        return _person(found, mailing, fault=read.fault or Fault("required_account"), typed=parts), 422
    transfers.repair(db(), staff(), addressee_id, {**read.value}, now())
    return redirect(url_for("mailings.person", addressee_id=addressee_id, done="account"), 303)


def _person(
    found: Addressee, mailing: Mailing, *, fault: Fault | None = None, typed: dict[str, str] | None = None
) -> str:
    procedure, known = standing.procedure_of(db(), mailing), standing.values(db(), found)
    history = answering.history(db(), found.id)
    case = binding.case_of(db(), found)
    account = transfers.account_of(db(), found, case) if case else {}
    kana, yen = str(known["answers"].get("name_kana") or ""), paper.amount(procedure, known["answers"])
    return shown(
        "mailings/staff/person.html",
        mailing=mailing,
        one=found,
        answers=known["answers"],
        number=known["number"],
        rows=paper.rows(procedure, known["answers"]),
        case=case,
        account=account,
        typed=typed or account,
        hindrance=sending.hindrance(account, yen, kana) if case and found.outcome == Outcome.ANSWERED else "",
        kana=kana,
        history=history,
        names=staff_names(db(), frozenset(line.by for line in history if line.by)),
        fault=fault,
        errors=fault is not None,
        done=request.args.get("done", ""),
    )


def _listed(
    mailing: Mailing, found: list[listing.Line], wanted: str, *, more: int = 0, asked: str = ""
) -> str:
    return shown(
        "mailings/staff/people.html", mailing=mailing, lines=found, shown=wanted, more=more, asked=asked
    )
