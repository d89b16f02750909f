"""What a clerk does with a case: at one press where nothing is to be written, on a page of its own where something is."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.refused import Refused
from services.desk import rules
from services.desk.actions import labels, outcomes, phrases, reading, standing, steps
from services.desk.actions.standing import Hold
from services.desk.routes import wishes
from services.desk.routes.cases import told
from services.desk.routes.frame import shown
from services.desk.rules import Act

Form = MultiDict[str, str]
# What is wrong with something written is told beside the box it was written in.
BESIDE: Mapping[str, str] = {
    "reason_needed": "text",
    "individual_number_in_text": "text",
    "correction_fields_needed": "fields",
    "correction_due_day": "due",
    "effective_day": "effective",
    "outcome_needed": "kind",
}


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/staff/cases/<uuid:case_id>/<act>", methods=["GET", "POST"], endpoint="act")(act)


@staff_door("case.read")
def act(case_id: UUID, act: str) -> str | Response | tuple[str, int]:
    """Ask for what is needed, then do it; a case that changed meanwhile is shown again with what happened."""
    wanted = _known(act)
    if request.method == "GET":
        if wanted not in rules.ON_A_PAGE:
            return redirect(url_for("desk.case", case_id=case_id), 303)
        return _ask(case_id, wanted, MultiDict(), None)
    if "insert" in request.form and wanted in rules.ON_A_PAGE:
        return _ask(case_id, wanted, _with_phrase(case_id, wanted), None)
    try:
        DO[wanted](Hold(case_id, _version(wanted)), request.form)
    except Refused as refused:
        if refused.code == "case_changed":
            return _changed(case_id, wanted)
        if refused.code in BESIDE and wanted in rules.ON_A_PAGE:
            return _ask(case_id, wanted, request.form, refused), 422
        raise
    return redirect(url_for("desk.case", case_id=case_id, done=str(wanted)), 303)


def _accept(hold: Hold, form: Form) -> None:
    steps.accept(db(), staff(), hold, now())


def _review(hold: Hold, form: Form) -> None:
    steps.review(db(), staff(), hold, now())


def _complete(hold: Hold, form: Form) -> None:
    steps.complete(db(), staff(), hold, now())


def _take(hold: Hold, form: Form) -> None:
    steps.assign(db(), staff(), hold, _uuid(form.get("to", "")), now())


def _leave(hold: Hold, form: Form) -> None:
    steps.leave(db(), staff(), hold, now())


def _return(hold: Hold, form: Form) -> None:
    case = standing.find(db(), staff(), hold.case_id)
    steps.hand_back(db(), staff(), hold, wishes.composed(form, wishes.RETURN, case.locale), now())


def _withdraw(hold: Hold, form: Form) -> None:
    steps.withdraw(db(), staff(), hold, form.get("text", ""), now())


def _note(hold: Hold, form: Form) -> None:
    steps.remember(db(), staff(), hold, form.get("text", ""), now())


def _call(hold: Hold, form: Form) -> None:
    steps.call(db(), staff(), hold, form.get("direction", "in"), form.get("text", ""), now())


def _label(hold: Hold, form: Form) -> None:
    # Whose case it is comes before what is wrong with the word.
    standing.find(db(), staff(), hold.case_id)
    do = labels.take_off if form.get("off") else labels.put
    do(db(), staff(), hold, labels.worded(form.get("label", "")), now())


def _correct(hold: Hold, form: Form) -> None:
    case = standing.find(db(), staff(), hold.case_id)
    outcomes.correct(db(), staff(), hold, wishes.correction(form, case.locale), now())


def _drop(hold: Hold, form: Form) -> None:
    outcomes.drop(db(), staff(), hold, now())


def _approve(hold: Hold, form: Form) -> None:
    outcomes.approve(db(), staff(), hold, now())


def _propose(hold: Hold, form: Form) -> None:
    outcomes.propose(db(), staff(), hold, wishes.proposal(form), now())


def _take_back(hold: Hold, form: Form) -> None:
    outcomes.take_back(db(), staff(), hold, now())


def _decide(hold: Hold, form: Form) -> None:
    typed = form.get("effective", "")
    outcomes.decide(db(), staff(), hold, wishes.day(typed, "effective_day") if typed else None, now())


def _send_back(hold: Hold, form: Form) -> None:
    outcomes.send_back(db(), staff(), hold, form.get("text", ""), now())


DO: Mapping[Act, Callable[[Hold, Form], None]] = {
    Act.ACCEPT: _accept,
    Act.REVIEW: _review,
    Act.CORRECT: _correct,
    Act.DROP: _drop,
    Act.APPROVE: _approve,
    Act.PROPOSE: _propose,
    Act.TAKE_BACK: _take_back,
    Act.DECIDE: _decide,
    Act.SEND_BACK: _send_back,
    Act.COMPLETE: _complete,
    Act.RETURN: _return,
    Act.WITHDRAW: _withdraw,
    Act.TAKE: _take,
    Act.LEAVE: _leave,
    Act.NOTE: _note,
    Act.CALL: _call,
    Act.LABEL: _label,
}


def _ask(case_id: UUID, wanted: Act, typed: Form, refused: Refused | None) -> str:
    """The page that asks for words or a choice, with what was typed still in it."""
    case = standing.find(db(), staff(), case_id)
    standing.check(db(), staff(), case, wanted)
    opened = reading.open_case(db(), staff(), case_id, now())
    fault = (BESIDE[refused.code], refused.code, refused.values) if refused else None
    return shown(
        f"desk/{_template(wanted)}.html",
        act=wanted.value,
        typed=typed,
        fault=fault,
        errors=fault,
        kept=phrases.offered(db(), case, wanted.value, phrases.lineage(db(), case, today(now()))),
        **wishes.offered(db(), case, wanted),
        **told(opened),
    )


def _with_phrase(case_id: UUID, wanted: Act) -> Form:
    """What was typed, with the chosen sentence of the division below it."""
    case = standing.find(db(), staff(), case_id)
    typed = MultiDict(request.form)
    chosen = _uuid(typed.get("kept", ""))
    typed["text"] = phrases.insert(
        db(), case, wanted.value, chosen, typed.get("text", ""), phrases.lineage(db(), case, today(now()))
    )
    return typed


def _changed(case_id: UUID, wanted: Act) -> tuple[str, int]:
    """Somebody was faster: what they did, what was typed here, and the choice to go on."""
    opened = reading.open_case(db(), staff(), case_id, now())
    context = told(opened)
    again = wanted in standing.acts(db(), staff(), opened.case)
    since = reading.since(db(), opened.case, request.form.get("seen", ""))
    kept = [(key, value) for key, value in request.form.items(multi=True) if key not in _OWN]
    page = shown("desk/changed.html", act=wanted.value, again=again, since=since, kept=kept, **context)
    return page, 409


_OWN = frozenset({"_token", "version", "seen"})


def _template(wanted: Act) -> str:
    own = {Act.CORRECT: "correct", Act.PROPOSE: "propose", Act.DECIDE: "decide"}
    return own.get(wanted, "write")


def _known(act: str) -> Act:
    if act not in set(Act):
        abort(404)
    return Act(act)


def _version(wanted: Act) -> int | None:
    """The version a clerk looked at; a note, call or label changes nothing that somebody else may have changed."""
    if wanted in (Act.NOTE, Act.CALL, Act.LABEL):
        return None
    typed = request.form.get("version", "")
    # Without one the form is not ours, or not whole: then it counts as having seen nothing.
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        abort(400)
