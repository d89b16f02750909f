"""Attachments on a page of questions: sent with it, told where they cannot be taken, opened again, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import FileStorage

from forms import journey
from forms.faults import Fault
from forms.procedure import Ask, Step
from forms.step_form import AskField, StepForm
from forms.text import displayable
from portal import files
from portal.db import writing
from portal.doors import db, now, open_door
from portal.files import StoredFile
from portal.inbox import Case
from services.applications.actions import attached
from services.applications.actions.attached import Upload
from services.applications.actions.changes import Items
from services.applications.actions.drafts import Open
from services.applications.routes.cases import held
from services.applications.routes.filling import mine

LONGEST_NAME = 80


@dataclass
class Refusals:
    """What could not be taken, told at its question."""

    refused: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    stays: bool = False

    def blame(self, form: StepForm) -> StepForm:
        """Tell at each question what of it could not be taken."""
        for asked in form:
            if isinstance(asked, AskField) and asked.ask.key in self.refused:
                asked.refused = self.refused[asked.ask.key]
                asked.errors = list(asked.refused)
        return form


@dataclass
class Again(Refusals):
    """What was sent anew for a correction: it stands in for what was sent before."""

    asked: bool = False

    sent: dict[str, Items] = field(default_factory=dict)

    def blame(self, form: StepForm) -> StepForm:
        """The same, and files that were handed in before can be replaced and not taken out."""
        for one in form:
            if isinstance(one, AskField) and one.kind == "file":
                one.replaces = one.ask.key not in self.sent
        return super().blame(form)

    @property
    def ids(self) -> list[UUID]:
        """The files to be handed on with the correction."""
        return [UUID(one["id"]) for held in self.sent.values() for one in held]


@dataclass
class Came(Refusals):
    """What came with a page: the draft as it is now, and whether the page is to be shown again."""

    draft: Open = field(kw_only=True)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/applications/draft/<uuid:draft_id>/files/<uuid:file_id>")(draft_file)
    blueprint.get("/applications/<uuid:case_id>/files/<uuid:file_id>")(case_file)


def take(draft: Open, step: Step) -> Came:
    """Store what was sent with a page, take out what was to be taken out."""
    asked = [ask for ask in step.asks if ask.kind == "file"]
    came = Came(draft=draft)
    if not asked:
        return came
    key, _, file_id = request.form.get("remove", "").partition("/")
    came.stays = bool(file_id) or "add" in request.form
    for ask in asked:
        if ask.key == key and file_id:
            came.draft = attached.detach(db(), came.draft, key, file_id, now())
        if sent := uploads(ask):
            came.draft, refused = attached.attach(db(), came.draft, ask, sent, now())
            if refused:
                came.refused[ask.key] = refused
    return came


def take_again(case: Case, asked: Sequence[Ask]) -> Again:
    """Store what was sent for a correction, take out of it what was to be taken out; what stood there stays until it is sent."""
    again = Again(asked=bool(asked))
    key, _, file_id = request.form.get("remove", "").partition("/")
    again.stays = request.method == "POST" and (bool(file_id) or "add" in request.form)
    for ask in asked:
        if ask.key == key and (wanted := _id(file_id)):
            with writing(db()):
                files.discard(db(), wanted, origin=case.id)
        if sent := uploads(ask):
            _, refused = attached.stage(db(), case.id, ask, sent, now())
            if refused:
                again.refused[ask.key] = refused
    for one in files.staged(db(), case.id) if asked else ():
        again.sent.setdefault(one.field, []).append(attached.told(db(), one))
    return again


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def uploads(ask: Ask) -> list[Upload]:
    """The files sent for a question; an input nobody touched sends one without a name."""
    return [upload(one) for one in request.files.getlist(ask.key) if one.filename]


def upload(sent: FileStorage) -> Upload:
    """One file as the actions take it."""
    # FileStorage's stream can be read and rewound, which is all that is asked of it.
    return sent.stream, displayable(sent.filename or "")[:LONGEST_NAME]  # type: ignore[return-value]


@open_door
def draft_file(draft_id: UUID, file_id: UUID) -> Response:
    """A file as it was sent, before it is handed in."""
    draft = mine(draft_id)
    found = files.one(db(), file_id)
    if found is None or found.origin != draft.id or str(file_id) not in _named(draft):
        abort(404)
    return download(found)


@open_door
def case_file(case_id: UUID, file_id: UUID) -> Response:
    """A file of a request, for whoever handed it in."""
    case = held(case_id)
    found = next((one for one in files.of(db(), "case", case.id) if one.id == file_id), None)
    if found is None:
        abort(404)
    return download(found)


def _named(draft: Open) -> set[str]:
    answers = journey.effective(draft.procedure, draft.answers)
    return {str(one) for one in attached.held(draft.procedure, answers)}


def download(file: StoredFile) -> Response:
    """A file to be saved: never opened as a page of ours."""
    response = Response(files.content(db(), file), mimetype=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=files.name(db(), file))
    response.headers["Content-Length"] = str(file.size)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
