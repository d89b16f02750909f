"""The page of a visit: every sending saves; when nothing is open, it is shown to the resident and handed over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n, shielded
from portal.doors import db, house, now, staff, staff_door
from portal.opening import today
from portal.people import staff_names
from portal.refused import Refused
from services.window.actions import handing_over, joining, planning, visits
from services.window.actions.planning import Plan
from services.window.actions.visits import Open
from services.window.routes import visit_page
from services.window.routes.staff_frame import shown
from services.window.routes.visit_page import Part
from services.window.rules import identity, merging
from services.window.rules.merging import Merged
from services.window.rules.serving import SERVE, SOURCES, Content

Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/staff/window/<uuid:visit_id>", methods=["GET", "POST"], endpoint="visit")(visit)


@staff_door(SERVE)
def visit(visit_id: UUID) -> Page:
    """The whole visit on one page."""
    try:
        found = visits.find(db(), staff(), visit_id, now())
    except Refused:
        # It was handed over, perhaps by the other seat: there its papers are.
        visits.ended(db(), staff(), visit_id)
        return redirect(url_for("window.handed", visit_id=visit_id), 303)
    if request.method == "GET":
        visits.look(db(), staff(), found, now())
        return page(found, plan_of(found))
    return _sent(found)


def plan_of(found: Open) -> Plan:
    """What the visit is about today."""
    return planning.plan(found, house().pack, today(now()))


def _sent(found: Open) -> Page:
    plan = plan_of(found)
    typed = visit_page.parts(plan, typed=True)
    found, merged = _save(found, plan, typed)
    found = _act(found, plan_of(found))
    plan = plan_of(found)
    topics = visit_page.parts(plan, typed=True)
    if not visit_page.check(topics) or visit_page.searching(topics):
        return page(found, plan, topics), 422
    if request.form.get("act") == "card":
        return redirect(url_for("window.card", visit_id=found.id), 303)
    if request.form.get("act") == "hand_over":
        return _hand_over(found, plan)
    if request.form.get("act") == "show" and plan.is_whole:
        return redirect(_to_confirm(found), 303)
    edit, over = request.form.get("edit") or None, ",".join(merged.overridden) or None
    there = visit_page.first_open(visit_page.parts(plan, typed=False), edit)
    place = url_for("window.visit", visit_id=found.id, saved="yes", over=over, edit=edit)
    return redirect(place + (f"#{there}" if there else "#done"), 303)


def _save(found: Open, plan: Plan, typed: Sequence[Part]) -> tuple[Open, Merged]:
    seen = merging.read_marks(request.form.get("_seen", ""))
    papers = identity.known(request.form.getlist("paper"))

    safe = request.form.get("_safe_way", found.content.safe_way)
    if safe not in ("", *shielded.WAYS):
        raise Refused("safe_way_needed", status=422)

    def also(content: Content) -> Content:
        content = replace(content, safe_way=safe)
        return replace(content, papers=papers) if "_papers" in request.form else content

    return visits.save(db(), staff(), found, visit_page.heard(plan, typed), seen, now(), also=also)


def _act(found: Open, plan: Plan) -> Open:
    """「こちらを使う」 and 字形確認: each is a button beside its answer."""
    source, _, key = request.form.get("card", "").partition("/")
    if source:
        sides = visit_page.margins(found, plan)
        cards = sides[key].cards if key in sides else ()
        value = next((one.value for one in cards if one.source == source), None)
        if value is not None:
            found = visits.take_from_card(db(), staff(), found, key, value, source, now())
    if compared := request.form.get("compared"):
        found = visits.compare(db(), staff(), found, [compared], now())
    return found


def _hand_over(found: Open, plan: Plan) -> Page:
    try:
        handing_over.hand_over(db(), staff(), found, plan, house().pack, house().printer.sheets, now())
    except Refused as refused:
        if refused.status == 404:
            raise
        found = visits.find(db(), staff(), found.id, now())
        return page(found, plan_of(found), refused=refused), 422
    return redirect(url_for("window.handed", visit_id=found.id), 303)


def page(
    found: Open,
    plan: Plan,
    topics: Sequence[Part] | None = None,
    *,
    refused: Refused | None = None,
    code: str = "",
) -> str:
    """The page with everything beside it that staff need to bring the visit to its end."""
    sent, topics = topics is not None, topics or visit_page.parts(plan, typed=False)
    joined = joining.seats(db(), found)
    names = staff_names(db(), frozenset({*joined, found.row.staff_id}))
    over = [_label(plan, key) for key in request.args.get("over", "").split(",") if key]
    return shown(
        "window/visit.html",
        visit=found,
        plan=plan,
        topics=topics,
        margins=visit_page.margins(found, plan),
        sources=SOURCES,
        # What is answered stands in one line each, until somebody wants to change it.
        editing=visit_page.editing(topics, sent=sent),
        plain=visit_page.plain,
        seen=merging.marks(found.content.answers),
        identity=identity,
        enough=identity.enough(found.content.papers),
        why=handing_over.may_hand_over(found, plan),
        missing=sum(part.open for part in topics),
        offered=_offered(plan),
        safe_ways=shielded.WAYS,
        tablets=joining.tablets(db(), staff(), now()),
        names=[names[one] for one in (found.row.staff_id, *joined) if one in names],
        over=[one for one in over if one],
        saved="saved" in request.args,
        refused=refused,
        errors=refused or any(form.errors for part in topics for form in part.forms),
        code=code,
    )


def _offered(plan: Plan) -> list[Any]:
    there = {procedure.key for procedure in plan.procedures}
    listed = planning.offered(house().pack, today(now()))
    return [one for one in listed if one.key not in there]


def _label(plan: Plan, key: str) -> Any:
    field = house().pack.dictionary.get(key)
    return field.label if field else None


def _to_confirm(found: Open) -> str:
    """The resident reads in their language; the clerk's own comes back afterwards."""
    back = i18n.words().language.key
    return url_for("window.confirm", visit_id=found.id, lang=found.content.locale, back=back)
