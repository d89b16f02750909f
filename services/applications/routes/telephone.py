"""電話での申し込み: staff choose a procedure, fill in what the caller says, and read the receipt number aloud."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms import journey
from forms.procedure import Procedure
from forms.step_form import StepForm
from portal import desk_frame, i18n, shielded
from portal.doors import db, house, now, staff, staff_door
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from portal.words import LANGUAGES
from services.applications import rules
from services.applications.actions import drafts, papers, telephone
from services.applications.actions.drafts import Open
from services.applications.actions.telephone import ENTER, Caller
from services.applications.routes import replies, telephone_page
from services.applications.routes.cases import pdf
from services.applications.routes.guides import told
from services.applications.routes.telephone_page import Part


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/telephone", endpoint="telephone")(choose)
    blueprint.route("/staff/telephone/new/<key>", methods=["GET", "POST"], endpoint="telephone_new")(new)
    blueprint.route("/staff/telephone/<uuid:draft_id>", methods=["GET", "POST"], endpoint="telephone_form")(
        form
    )
    blueprint.post("/staff/telephone/<uuid:draft_id>/drop", endpoint="telephone_drop")(drop)
    blueprint.get("/staff/telephone/<uuid:draft_id>/sheet.pdf", endpoint="telephone_sheet")(sheet)
    blueprint.get("/staff/telephone/filed/<uuid:case_id>", endpoint="telephone_filed")(filed)


def shown(name: str, /, **context: Any) -> str:
    """A page of the room within the frame of all staff pages."""
    return i18n.page(name, **{**desk_frame.frame(), **context})


@staff_door(ENTER)
def choose() -> str:
    """What may be taken on the telephone, found by a word; and calls that were interrupted."""
    asked = request.args.get("q", "").strip()[:60]
    pack, day = house().pack, today(now())
    mine = [one for one in pack.procedures.values() if pack.offered(one.key, day) and _takes(one)]
    listed = [one for one in mine if _named(one, asked)] if asked else mine
    open_drafts = [
        {"id": one.id, "procedure": one.procedure, "until": i18n.day(today(one.ends_at))}
        for one in drafts.all_of(db(), [telephone.holder(staff().id)], pack, now())
    ]
    topics = rules.by_topic(listed, tuple(pack.topics))
    return shown(
        "applications/telephone.html", asked=asked, topics=topics, titles=pack.topics, drafts=open_drafts
    )


@staff_door(ENTER)
def new(key: str) -> str | AnyResponse:
    """What to say before the questions, and by which way it is taken."""
    procedure = house().pack.procedures.get(key)
    if procedure is None or not house().pack.offered(key, today(now())) or not _takes(procedure):
        abort(404)
    ways = rules.telephone_standings(procedure, today(now()))
    if request.method == "GET":
        return shown("applications/telephone_new.html", ways=ways, **told(procedure))
    chosen = next((one.way for one in ways if one.open and one.way.kind == request.form.get("way")), None)
    if chosen is None:
        raise Refused("way_not_on_telephone", status=422)
    locale = request.form.get("locale", "")
    draft_id = telephone.begin(
        db(), staff(), procedure, chosen, locale if locale in LANGUAGES else "ja", now()
    )
    house().buffer.note("started", key, "telephone", procedure.division, today(now()))
    return redirect(url_for("applications.telephone_form", draft_id=draft_id), 303)


@staff_door(ENTER)
def form(draft_id: UUID) -> str | AnyResponse | tuple[str, int]:
    """The whole form; every sending keeps what can be kept, and shows the questions that follow from it."""
    draft = telephone.find(db(), staff(), draft_id, house().pack, now())
    if request.method == "GET":
        page = telephone_page.parts(draft, typed=False)
        return _page(draft, page, telephone.caller(draft), saved="saved" in request.args)
    who, fault = _caller()
    draft = telephone.save(db(), draft, telephone_page.heard(draft), who, now())
    draft, refused = telephone_page.take_files(draft)
    draft, choice = _reply(draft)
    draft = _safety(draft)
    page = telephone_page.parts(draft, typed=True)
    telephone_page.blame(page, refused)
    whole = "file" in request.form
    sound = telephone_page.check(page, whole=whole) and not fault and not choice.faults()
    if telephone_page.searching(page):
        return _page(draft, page, who, choice=choice)
    if not sound or (whole and not _is_whole(draft, who)):
        fault = fault or ("caller_needed" if whole and not _is_told(draft, who) else "")
        return _page(draft, page, who, choice=choice, fault=fault, open_still=whole and sound), 422
    if whole and rules.hands_in(draft.way):
        case = telephone.file(db(), staff(), draft, house().pack, now())
        return redirect(url_for("applications.telephone_filed", case_id=case.id), 303)
    # Whole, but not to be handed in: what follows is a paper.
    place = url_for(
        "applications.telephone_form",
        draft_id=draft_id,
        paper="yes" if whole else None,
        saved=None if whole else "yes",
    )
    return redirect(place + _place(), 303)


@staff_door(ENTER)
def drop(draft_id: UUID) -> AnyResponse:
    """The call came to nothing: what was typed is erased."""
    drafts.forget(db(), telephone.find(db(), staff(), draft_id, house().pack, now()))
    return redirect(url_for("applications.telephone"), 303)


@staff_door(ENTER)
def sheet(draft_id: UUID) -> Response:
    """The filled sheet, to be posted to the caller or laid ready at the counter."""
    draft = telephone.find(db(), staff(), draft_id, house().pack, now())
    if journey.first_unanswered(draft.procedure, draft.answers):
        raise Refused("answers_incomplete", status=422)
    body = papers.sheet(draft, house().printer, draft.locale, today(now()))
    papers.count(db(), draft, house().pack, today(now()))
    return pdf(body, f"{draft.procedure.key}.pdf")


@staff_door(ENTER)
def filed(case_id: UUID) -> str:
    """The receipt number as it is read aloud, and how the answer will go out."""
    case = telephone.found(db(), staff(), case_id, now())
    procedure = house().pack.procedures.get(case.procedure)
    if procedure is None:
        abort(404)
    spoken = [[(letter, rules.SPOKEN[letter]) for letter in part] for part in case.receipt_no.split("-")]
    return shown(
        "applications/telephone_filed.html", case=case, spoken=spoken, reply=_answer(case), **told(procedure)
    )


def _answer(case: Case) -> object:
    return replies.shown(shielded.told(db(), case))


def _takes(procedure: Procedure) -> bool:
    ways = rules.telephone_standings(procedure, today(now()))
    return bool(ways) and telephone.may(staff(), procedure, house().pack, now())


def _named(procedure: Procedure, asked: str) -> bool:
    words = (*procedure.title.texts.values(), *procedure.search, procedure.number)
    return any(asked.casefold() in one.casefold() for one in words)


def _caller() -> tuple[Caller, str]:
    """Who called; what cannot be kept is told, and kept out."""
    try:
        return telephone.heard(request.form.get("_caller", ""), request.form.get("_number", "")), ""
    except Refused as refused:
        return Caller(), refused.code


def _reply(draft: Open) -> tuple[Open, StepForm]:
    """How the answer is to go out, as the caller says it."""
    typed = "_reply" in request.form
    form = replies.form_of(draft, typed=typed)
    if typed and replies.valid(form):
        draft = drafts.answer(db(), draft, form.values(), now())
    # What was typed before it may have opened or closed a way.
    return draft, form if form.faults() else replies.form_of(draft, typed=False)


def _safety(draft: Open) -> Open:
    """支援措置: a caller says that nobody may learn where they are, and how it is safe to reach them."""
    way = request.form.get("_safe_way", draft.safe_way)
    if way != draft.safe_way:
        drafts.shield(db(), draft, way, now())
    return replace(draft, safe_way=way)


def _is_whole(draft: Open, who: Caller) -> bool:
    ended = draft.procedure.exits and journey.exit_of(draft.procedure, draft.answers)
    missing = journey.first_unanswered(draft.procedure, draft.answers)
    return _is_told(draft, who) and not ended and missing is None


def _is_told(draft: Open, who: Caller) -> bool:
    """Who called, where somebody did: a paper that came back has nobody at the other end."""
    return bool(who.name and who.number) or rules.channel(draft.answers) != "telephone"


def _place() -> str:
    """Back to where the clerk was, since the page is long."""
    group = (
        request.form.get(telephone_page.ADD) or request.form.get(telephone_page.TAKE, "").partition("/")[0]
    )
    return f"#group-{group}" if group.isidentifier() else ""


def _page(
    draft: Open,
    page: tuple[Part, ...],
    who: Caller,
    *,
    choice: StepForm | None = None,
    fault: str = "",
    saved: bool = False,
    open_still: bool = False,
) -> str:
    procedure = draft.procedure
    missing = journey.first_unanswered(procedure, draft.answers)
    return shown(
        "applications/telephone_form.html",
        draft=draft,
        parts=page,
        who=who,
        choice=(choice or replies.form_of(draft, typed=False)) if replies.asks(draft) else None,
        fault=fault,
        saved=saved,
        open_still=open_still,
        end=journey.exit_of(procedure, draft.answers) if procedure.exits else None,
        hands_in=rules.hands_in(draft.way),
        channel=rules.channel(draft.answers),
        safe_ways=shielded.WAYS,
        given=rules.given(draft.answers),
        paper="paper" in request.args and missing is None,
        **told(procedure),
    )
