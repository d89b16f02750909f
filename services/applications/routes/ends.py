"""Pages of a draft beside its questions: the list of tasks, and the early end with its way forward."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, redirect, url_for

from forms import journey
from forms.procedure import Procedure, Step
from forms.wording import NOTHING, Wording
from portal import i18n
from portal.doors import house, now, open_door
from portal.opening import today
from services.applications import rules
from services.applications.actions.drafts import Open
from services.applications.routes.filling import Page, mine
from services.applications.routes.guides import told


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/applications/draft/<uuid:draft_id>/ended")(ended)
    blueprint.get("/applications/draft/<uuid:draft_id>/tasks")(tasks)


@open_door
def ended(draft_id: UUID) -> Page:
    """Whom the procedure is not for: why, and what to do instead."""
    draft = mine(draft_id)
    found = journey.exit_of(draft.procedure, draft.answers)
    if found is None:
        return redirect(url_for("applications.check", draft_id=draft.id), 303)
    return i18n.page(
        "applications/ended.html",
        draft=draft,
        end=found,
        instead=_offered(found.procedure),
        back=url_for("applications.step", draft_id=draft.id, step_key=found.after, back="check"),
        **told(draft.procedure),
    )


@open_door
def tasks(draft_id: UUID) -> Page:
    """A long form as a list of tasks, each with what is done of it."""
    draft = mine(draft_id)
    if draft.procedure.exits and journey.exit_of(draft.procedure, draft.answers):
        return redirect(url_for("applications.ended", draft_id=draft.id), 303)
    listed = list(_tasks(draft))
    return i18n.page(
        "applications/tasks.html",
        draft=draft,
        sections=_sections(listed),
        done=sum(bool(task["done"]) for task in listed),
        total=len(listed),
        until=i18n.day(today(now() + rules.DRAFT_LIVES)),
        **told(draft.procedure),
    )


def _tasks(draft: Open) -> Iterator[dict[str, object]]:
    """Each page on the path; one behind an open page may still change, so it waits for that."""
    for step in journey.path(draft.procedure, draft.answers):
        yield {
            "step": step,
            "done": not journey.is_open(draft.procedure, draft.answers, step),
            "href": url_for("applications.step", draft_id=draft.id, step_key=step.key),
        }


def _sections(listed: list[dict[str, object]]) -> list[tuple[Wording, list[dict[str, object]]]]:
    """The tasks under their headings; a step that names none belongs to the one before it."""
    found: list[tuple[Wording, list[dict[str, object]]]] = []
    for task in listed:
        step = task["step"]
        heading = step.section if isinstance(step, Step) else NOTHING
        if not found or (heading and heading != found[-1][0]):
            found.append((heading, []))
        found[-1][1].append(task)
    return found


def _offered(key: str) -> Procedure | None:
    """The procedure to take instead, where the town offers it today."""
    return house().pack.procedures[key] if key and house().pack.offered(key, today(now())) else None
