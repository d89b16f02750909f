"""The page that shows everything once more, and handing in."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for

from forms import journey, show, terms
from forms.field import Value
from forms.procedure import Ask, Assurance, Procedure, State, Step
from portal import i18n
from portal.doors import db, holders, house, now, open_door, resident
from portal.opening import next_open_day, today
from portal.payments.charges import charges
from portal.refused import Refused
from services.applications import rules
from services.applications.actions import submit
from services.applications.actions.drafts import Open
from services.applications.routes import again, replies
from services.applications.routes.crowded import minutes, seconds_to_wait, waiting
from services.applications.routes.filling import Page, mine, signed_in_for, whole
from services.applications.routes.guides import told


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.route("/applications/draft/<uuid:draft_id>", methods=["GET", "POST"])(check)


@open_door
def check(draft_id: UUID) -> Page:
    """Everything that was answered, with links to change it; then handing in, signing, or the paper."""
    draft = mine(draft_id)
    if ask := signed_in_for(draft.way):
        return ask
    if request.method == "GET":
        return _page(whole(draft))
    if wait := seconds_to_wait("file"):
        return waiting(_page(whole(draft), wait=minutes(wait)), wait)
    seat = resident()
    proof = submit.Proof(login=seat is not None and seat.level >= Assurance.login, wish=again.wish())
    try:
        case = submit.submit(db(), draft, house().pack, holders(), proof, now())
    except Refused as refused:
        if refused.code not in {"draft_changed", "answers_incomplete"}:
            raise
        # Somebody saved another page of it at this moment, or an answer is missing: it is shown as it is now.
        return redirect(url_for("applications.check", draft_id=draft_id), 303)
    return redirect(url_for("applications.case", case_id=case.id), 303)


def _page(draft: Open, *, wait: int = 0) -> str:
    procedure, day = draft.procedure, today(now())
    answers = journey.known(procedure, draft.answers)
    costs = charges(house().pack, procedure.key, answers, draft.way.kind, day)
    return i18n.page(
        "applications/check.html",
        draft=draft,
        costs=costs,
        left=sum(line.left for line in costs),
        way=draft.way,
        steps=[_shown_step(draft, step, asked) for step, asked in journey.pages(procedure, draft.answers)],
        computed=computed_rows(procedure, draft.answers),
        deadline=_deadline(draft, day),
        # Where only one way is safe, there is nothing else to choose.
        reply=replies.row(draft) if rules.hands_in(draft.way) and not draft.safe_way else None,
        hands_in=rules.hands_in(draft.way),
        closed=_closed(procedure, day),
        needs_signature=rules.needs_signature(draft.way),
        wait=wait,
        again=again.question(draft),
        **told(procedure),
    )


def _closed(procedure: Procedure, day: date) -> str:
    """Why nothing can be handed in today, whatever was answered."""
    if procedure.state is State.DRAFT:
        return "draft"
    return "" if terms.is_open(procedure.opening, day) else "period"


def _shown_step(draft: Open, step: Step, asked: tuple[Ask, ...]) -> dict[str, Any]:
    href = url_for("applications.step", draft_id=draft.id, step_key=step.key) + "?back=check"
    if not step.repeat:
        return {
            "step": step,
            "rows": [_own_row(draft, step, ask, href) for ask in asked],
            "items": [],
        }
    shown = item_rows(draft.procedure, step, draft.answers)
    return {"step": step, "rows": [], "items": shown, "label": asked[0].label, "href": href}


def _own_row(draft: Open, step: Step, ask: Ask, href: str) -> dict[str, object]:
    """One answer; where the city filled it in, that is said, and where it is locked nothing leads to changing it."""
    free = ask in rules.unlocked(step).asks
    found = row(ask, draft.answers.get(ask.key), href if free else "")
    return (
        {**found, "hint": i18n.gettext("市が用意しました")}
        if ask.key in rules.given(draft.answers)
        else found
    )


def item_rows(
    procedure: Procedure, step: Step, answers: Mapping[str, Value]
) -> list[list[dict[str, object]]]:
    """Every item of a group, with what was answered about it and what was worked out from that."""
    before = journey.known(procedure, answers)
    found = []
    for item in journey.items(step, before):
        asked = journey.item_asks(procedure, step, item, before)
        rows = [row(ask, item.get(ask.key)) for ask in asked]
        found.append(
            [*rows, *_computed(procedure, journey.item_live(procedure, item, before), step.asks[0].key)]
        )
    return found


def computed_rows(procedure: Procedure, answers: Mapping[str, Value]) -> list[dict[str, object]]:
    """What was worked out from the answers."""
    return _computed(procedure, journey.known(procedure, answers), "") if procedure.computed else []


def _computed(procedure: Procedure, live: Mapping[str, Value], group: str) -> list[dict[str, object]]:
    lang = i18n.words().language.key
    return [
        {"label": one.label, "value": show.computed(one, value, lang)}
        for one in procedure.computed
        if one.group == group and isinstance(value := live.get(one.key), int)
    ]


def row(ask: Ask, value: Value, href: str = "") -> dict[str, object]:
    """One answer, with the way to change it."""
    return {"label": ask.label, "value": _shown(ask, value), "href": href}


def _shown(ask: Ask, value: Value) -> Value:
    # What was picked is said in the words of its page, another language marked as there.
    picked = ask.field.choice(value) if ask.kind == "choice" else None
    if picked is not None:
        return i18n.speaker(i18n.words())(picked.label)
    # What was written in several lines is read in several lines.
    if ask.kind == "long_text":
        return value
    return show.plain(ask.field, value, i18n.words().language.key)


def _deadline(draft: Open, day: date) -> dict[str, object] | None:
    """The day of law that an answer sets, moved to the next open one (民法第142条), and whether it is past."""
    law = draft.procedure.deadline_from
    last = law.on(journey.effective(draft.procedure, draft.answers)) if law else None
    if last is None:
        return None
    pack = house().pack
    last = next_open_day(pack, pack.owner(draft.procedure.key, day).office, last)
    return {"on": i18n.day(last), "late": day > last}
