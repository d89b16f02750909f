"""Several cases at once: the rows that were ticked in the list, and what is done with them."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from forms.procedure import Decision as Deciding
from portal.doors import db, house, now, staff, staff_door
from portal.people import StaffSeat
from services.desk import rules
from services.desk.actions import bulk, labels, outcomes, steps
from services.desk.actions.standing import Hold
from services.desk.routes.frame import shown
from services.desk.rules import Act

# In the order of the bar. 決裁 is not among them: an approver looks at each proposal (four eyes are two looks).
ACTS = (Act.ACCEPT, Act.REVIEW, Act.APPROVE, Act.COMPLETE, Act.TAKE, Act.LABEL)


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.post("/staff/inbox/bulk", endpoint="bulk")(ticked)


@staff_door("case.read")
def ticked() -> str:
    """Do it to each, then say what was done and what was not, and why."""
    what = request.form.get("what", "")
    if what not in set(ACTS):
        abort(400)
    act = Act(what)
    results = bulk.each(db(), staff(), holds(), DO[act]())
    return shown(
        "desk/bulk.html",
        act=str(act),
        done=[one for one in results if not one.code],
        refused=[one for one in results if one.code],
        back=back(),
    )


def may(seat: StaffSeat, listed: Iterable[str]) -> list[str]:
    """What to offer for a list of these procedures; whether it is possible is found for each case when it is done."""
    known = house().pack.procedures
    alone = any(known[one].decision is Deciding.ONE_STEP for one in listed if one in known)
    return [str(act) for act in ACTS if seat.may(rules.NEEDS[act]) and (act is not Act.APPROVE or alone)]


def holds() -> list[Hold]:
    """The ticked rows, each with the version that was on the page."""
    found: dict[UUID, Hold] = {}
    for one in request.form.getlist("case"):
        name, _, version = one.partition(":")
        try:
            hold = Hold(UUID(name), int(version))
        except ValueError:
            abort(400)
        found[hold.case_id] = hold
    return list(found.values())


def back() -> str:
    """The list that was looked at."""
    return url_for("desk.inbox", **rules.asked(rules.wanted(request.form)))  # type: ignore[arg-type]


def _accept() -> Callable[[Hold], None]:
    return lambda hold: steps.accept(db(), staff(), hold, now())


def _review() -> Callable[[Hold], None]:
    return lambda hold: steps.review(db(), staff(), hold, now())


def _approve() -> Callable[[Hold], None]:
    return lambda hold: outcomes.approve(db(), staff(), hold, now())


def _complete() -> Callable[[Hold], None]:
    return lambda hold: steps.complete(db(), staff(), hold, now())


def _take() -> Callable[[Hold], None]:
    typed = request.form.get("to", "")
    try:
        to = UUID(typed) if typed else None
    except ValueError:
        abort(400)
    return lambda hold: steps.assign(db(), staff(), hold, to, now())


def _label() -> Callable[[Hold], None]:
    label = labels.worded(request.form.get("put", ""))
    return lambda hold: labels.put(db(), staff(), hold, label, now())


DO: Mapping[Act, Callable[[], Callable[[Hold], None]]] = {
    Act.ACCEPT: _accept,
    Act.REVIEW: _review,
    Act.APPROVE: _approve,
    Act.COMPLETE: _complete,
    Act.TAKE: _take,
    Act.LABEL: _label,
}
