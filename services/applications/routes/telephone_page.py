"""The whole form on one page for a clerk who listens: every step that the answers lead to, lists and files among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from forms import journey
from forms.field import Value
from forms.procedure import Ask, Procedure, Step
from forms.step_form import AskField, StepForm, step_form
from portal.doors import db, house, now
from portal.opening import today
from portal.postcodes import areas
from services.applications import rules
from services.applications.actions import attached
from services.applications.actions.drafts import Open
from services.applications.routes.filling import typed_values
from services.applications.routes.uploads import uploads

ADD, TAKE, REMOVE = "item-add", "item-take", "remove"


@dataclass(frozen=True)
class Part:
    """One step on the page: its questions once, or once for each item of its list."""

    step: Step
    forms: tuple[StepForm, ...]

    @property
    def group(self) -> str:
        """The list that this step asks for, if it asks for one."""
        return self.step.asks[0].key if self.step.repeat else ""

    @property
    def most(self) -> int:
        """How many items there may be."""
        return self.step.repeat.max if self.step.repeat else 0

    @property
    def label(self) -> Any:
        """What one item is called."""
        return self.step.asks[0].label


def parts(draft: Open, *, typed: bool) -> tuple[Part, ...]:
    """The page as it stands; what was typed and cannot be kept is still in its input."""
    return tuple(
        _part(draft.procedure, step, draft.answers, typed=typed and _stands_as_typed(step))
        for step in journey.path(draft.procedure, draft.answers)
    )


def heard(draft: Open) -> dict[str, Value]:
    """All that was typed and can be kept; each step sees the answers of those before it."""
    answers, new = dict(draft.answers), dict[str, Value]()
    for step in draft.procedure.steps:
        if not _was_sent(step) or all(one.key != step.key for one in journey.path(draft.procedure, answers)):
            continue
        part = _part(draft.procedure, step, answers, typed=True)
        values = {part.group: _items(part, answers)} if step.repeat else typed_values(part.forms[0])
        answers |= values
        new |= values
    return new


def take_files(draft: Open) -> tuple[Open, dict[str, Any]]:
    """Store the papers that came by FAX or post and were sent with the page; what cannot be taken is told at its question."""
    refused: dict[str, Any] = {}
    key, _, file_id = request.form.get(REMOVE, "").partition("/")
    for ask in _file_asks(draft):
        if ask.key == key and file_id:
            draft = attached.detach(db(), draft, key, file_id, now())
        if sent := uploads(ask):
            draft, faults = attached.attach(db(), draft, ask, sent, now())
            if faults:
                refused[ask.key] = faults
    return draft, refused


def check(page: Sequence[Part], *, whole: bool) -> bool:
    """Whether it can go on: while the call lasts only what is wrong is told, at its end also what is missing."""
    forms = [form for part in page for form in part.forms]
    for form in forms:
        form.validate()
        for one in _fields(form):
            if not whole and one.fault is None and not form.searching:
                one.errors = list(one.refused)
    return not any(one.errors for form in forms for one in _fields(form))


def blame(page: Sequence[Part], refused: Mapping[str, Any]) -> None:
    """Tell at its question which file could not be taken."""
    for one in (one for part in page for form in part.forms for one in _fields(form)):
        one.refused = refused.get(one.ask.key, ())


def searching(page: Sequence[Part]) -> bool:
    """Whether a button that helps with an address was pressed."""
    return any(form.searching for part in page for form in part.forms)


def _fields(form: StepForm) -> Iterator[AskField]:
    return (one for one in form if isinstance(one, AskField))


def _stands_as_typed(step: Step) -> bool:
    """Whether its inputs are those of the page sent; where an item was taken away, they have moved."""
    taken = request.form.get(TAKE, "").partition("/")[0]
    return _was_sent(step) and not (step.repeat and step.asks[0].key == taken)


def _was_sent(step: Step) -> bool:
    return step.key in request.form.getlist("_step")


def _file_asks(draft: Open) -> Iterator[Ask]:
    return (
        ask
        for step in journey.path(draft.procedure, draft.answers)
        for ask in step.asks
        if ask.kind == "file"
    )


def _part(procedure: Procedure, step: Step, answers: Mapping[str, Value], *, typed: bool) -> Part:
    if not step.repeat:
        return Part(step, (_form(procedure, step, answers, answers, typed=typed),))
    held, page, group = journey.items(step, answers), journey.item_step(step), step.asks[0].key
    count = _count(step, len(held), typed=typed)
    stored = [*held, *({} for _ in range(count))][:count]
    forms = (
        _form(
            procedure,
            page,
            journey.item_live(procedure, one, answers),
            one,
            typed=typed,
            prefix=f"{group}-{place}-",
        )
        for place, one in enumerate(stored, 1)
    )
    return Part(step, tuple(forms))


def _count(step: Step, held: int, *, typed: bool) -> int:
    """How many items are shown: those there are, and an empty one where there must be one."""
    least = 1 if step.repeat and step.repeat.min and not typed else 0
    sent = request.form.get(f"{step.asks[0].key}-count", "") if typed else ""
    return max(held, least, min(int(sent), 1) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0)


def _form(
    procedure: Procedure,
    step: Step,
    before: Mapping[str, Value],
    stored: Mapping[str, Value],
    *,
    typed: bool,
    prefix: str = "",
) -> StepForm:
    make = step_form(
        procedure, rules.unlocked(step), before, house().pack.dictionary, lookup=areas, today=today(now())
    )
    return make(formdata=request.form if typed else None, data=stored, prefix=prefix)


def _items(part: Part, answers: Mapping[str, Value]) -> list[dict[str, Any]]:
    """The items as they were typed, one more where a button asks for it, or one less."""
    held = journey.items(part.step, answers)
    typed = [
        {**(held[place] if place < len(held) else {}), **form.values()}
        for place, form in enumerate(part.forms)
    ]
    # An item that was only offered, and left empty, is none.
    kept = [one for place, one in enumerate(typed) if place < len(held) or any(one.values())]
    group, _, place = request.form.get(TAKE, "").partition("/")
    if group == part.group and place.isascii() and place.isdigit():
        kept = [one for number, one in enumerate(kept, 1) if str(number) != place]
    if request.form.get(ADD) == part.group and len(kept) < part.most:
        kept.append({})
    return kept
