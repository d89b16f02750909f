"""The course of a case in words for the resident: what has been, where it stands, what comes next."""

from flask import abort
from sqlalchemy.orm import Session

from portal import editions, i18n, inbox, service
from portal.doors import db, house, now
from portal.inbox import Case, State
from portal.opening import today
from portal.service import Course
from portal.state_words import STATES
from portal.whom import contact
from portal.words import N_
from services.applications.routes.guides import told

# What happened besides the states.
MORE = {
    "told_telephone": N_("電話でお知らせしました"),
    "told_fax": N_("FAXでお知らせしました"),
    "told_letter": N_("手紙をお送りしました"),
    "paid": N_("手数料を受け取りました"),
    "refunded": N_("手数料をお返ししました"),
    "waived": N_("減免を確かめました"),
    "waiver_refused": N_("減免は認められませんでした"),
}
# What is still to come is told as a thing, so that nobody takes it for done.
AHEAD = {
    State.ACCEPTED: N_("受付"),
    State.REVIEW: N_("内容の確認（審査）"),
    State.DONE: N_("手続きの完了"),
}
USUAL = (State.ARRIVED, State.ACCEPTED, State.REVIEW, State.DONE)


def course(session: Session, case: Case, own: Course | None) -> list[dict[str, object]]:
    """The lines of the timeline; what usually follows is told too, so that nobody wonders."""
    words = i18n.words()
    items: list[dict[str, object]] = []
    for line, note in inbox.history(session, case, public_only=True):
        word = own.words.get(line.kind) if own else None
        if word != "":
            items.append({
                "word": word or words.gettext(_word(line.kind)), "tone": "done", "when": i18n.moment(line.at),
                "text": note,
            })  # fmt: skip
    ahead = own.ahead if own else [words.gettext(word) for word in _ahead(case)]
    if items and (ahead or case.state in inbox.OPEN):
        items[-1]["tone"] = "alert" if case.state == State.CORRECTION else "now"
    items += [{"word": word, "tone": "next"} for word in ahead]
    return items


def own_course(case: Case) -> Course | None:
    """How the room tells of it whose case it is."""
    return service.course(house().services, db(), case, i18n.words(), now())


def _word(kind: str) -> str:
    return STATES[State(kind)] if kind in list(State) else MORE.get(kind, N_("お知らせ"))


def _ahead(case: Case) -> tuple[str, ...]:
    if case.state not in inbox.OPEN:
        return ()
    return tuple(AHEAD[one] for one in _after(State(case.state)))


def _after(state: State) -> tuple[State, ...]:
    if state in USUAL:
        return USUAL[USUAL.index(state) + 1 :]
    return (State.REVIEW, State.DONE) if state is State.CORRECTION else (State.DONE,)


def told_case(case: Case) -> dict[str, object]:
    """What every page about a case says."""
    procedure = editions.of(db(), case)
    if procedure is None or case.procedure not in house().pack.procedures:
        abort(404)
    town, day, known = house().pack, today(now()), told(procedure)
    division = town.division(case.division, day)
    if division != known["division"]:
        # A facility's operator answers for what is booked there, not the division whose procedure it is.
        known = {**known, "contact": contact(division, town.office(division.office, day), day)}
    return {**known, "case": case, "division": division}
