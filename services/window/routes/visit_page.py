"""One dense page for a whole visit: the union of all questions, what is still open first, each answer with whose word it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from forms import show
from forms.field import Value
from forms.joining import Page
from forms.procedure import Ask
from forms.step_form import AskField, StepForm, page_form
from forms.steps import MOST_ITEMS
from forms.wording import Wording
from portal import i18n
from portal.doors import now
from portal.opening import today
from portal.postcodes import areas
from services.window.actions.planning import Plan
from services.window.actions.visits import Open
from services.window.rules.beside import Beside, beside, to_compare

ADD, TAKE, EVENT = "item-add", "item-take", "event"


@dataclass(frozen=True)
class Part:
    """One topic on the page: its questions once, or once for each item of its list."""

    key: str
    title: Wording
    text: Wording | None
    forms: tuple[StepForm, ...]
    # Where in the stored list each item stands.
    places: tuple[int, ...] = ()
    group: str = ""
    label: Wording | None = None
    names: tuple[str, ...] = ()
    # People who come from another list are neither added nor taken away here.
    drawn: bool = False
    most: int = 0
    open: int = 0


@dataclass(frozen=True)
class Margin:
    """What stands beside one answer: whose word it is, what cards say, which characters to compare."""

    key: str
    source: str
    cards: tuple[Beside, ...]
    glyphs: tuple[str, ...]
    compared: bool


def parts(plan: Plan, *, typed: bool) -> tuple[Part, ...]:
    """The page as it stands, what is open first; what was typed and cannot be kept is still in its input."""
    found = list(_parts(plan, typed=typed))
    return tuple(sorted(found, key=lambda part: not part.open))


def _parts(plan: Plan, *, typed: bool) -> Iterator[Part]:
    if plan.event and plan.asks:
        form = _form(plan, plan.asks, plan.answers, typed=typed and was_sent(EVENT))
        yield Part(EVENT, plan.event.title, None, (form,), open=_open(form, plan.answers))
    for page in plan.together.pages:
        yield _part(plan, page, typed=typed and _stands_as_typed(page))


def _part(plan: Plan, page: Page, *, typed: bool) -> Part:
    step = page.step
    if not step.repeat:
        form = _form(plan, step.asks, plan.answers, typed=typed)
        return Part(step.key, step.title, step.text, (form,), open=_open(form, plan.answers))
    places = _places(plan, page, typed=typed)
    forms = tuple(
        _form(
            plan, plan.together.item_asks(page, place), plan.together.item(page, place), typed=typed,
            prefix=f"{step.key}-{place}-",
        )
        for place in places
    )  # fmt: skip
    missing = sum(
        _open(form, plan.together.item(page, place)) for form, place in zip(forms, places, strict=True)
    )
    return Part(
        step.key, step.title, step.text, forms, places, page.group, step.asks[0].label,
        tuple(_name(plan.together.item(page, place)) for place in places), page.drawn,
        step.repeat.max or MOST_ITEMS, missing or int(plan.together.is_open(page)),
    )  # fmt: skip


def heard(plan: Plan, page: Sequence[Part]) -> dict[str, Value]:
    """All that was typed and can be kept; a list keeps what was said about its people on other pages."""
    lists: dict[str, list[dict[str, Any]]] = {}
    new: dict[str, Value] = {}
    for part in page:
        if not was_sent(part.key):
            continue
        if not part.group:
            new |= part.forms[0].values()
            continue
        held = lists.setdefault(part.group, _held(plan.answers.get(part.group)))
        _put(held, part)
        new[part.group] = held
    return new


def _put(held: list[dict[str, Any]], part: Part) -> None:
    """The items as they were typed, one more where a button asks for it, or one less."""
    for place, form in zip(part.places, part.forms, strict=True):
        values = form.values()
        if place < len(held):
            held[place] |= values
        elif any(value is not None for value in values.values()):
            # An item that was only offered, and left empty, is none.
            held.append(values)
    group, _, place_taken = request.form.get(TAKE, "").partition("/")
    if group == part.key and place_taken.isascii() and place_taken.isdigit():
        held[int(place_taken) : int(place_taken) + 1] = []
    if request.form.get(ADD) == part.key and len(held) < part.most:
        held.append({})


def check(page: Sequence[Part]) -> bool:
    """Whether what was typed can stand; what is only missing is no fault while the visit goes on."""
    forms = [form for part in page for form in part.forms]
    for form in forms:
        form.validate()
        for one in _fields(form):
            if one.fault is None and not form.searching:
                one.errors = []
    return not any(one.errors for form in forms for one in _fields(form))


def searching(page: Sequence[Part]) -> bool:
    """Whether a button that helps with an address was pressed."""
    return any(form.searching for part in page for form in part.forms)


def margins(visit: Open, plan: Plan) -> dict[str, Margin]:
    """What stands beside each answer of the page."""
    content = visit.content
    asked = {ask.key for ask in plan.asks} | {
        ask.key for page in plan.together.pages for ask in page.step.asks
    }
    found = beside(content.answers, content.cards, asked)
    glyphs = to_compare(content.answers, content.cards)
    return {
        key: Margin(
            key,
            content.sources.get(key, ""),
            tuple(one for one in found if one.key == key),
            glyphs.get(key, ()),
            key in content.compared,
        )
        for key in {*asked, *(page.group for page in plan.together.pages if page.group)}
    }


def editing(page: Sequence[Part], *, sent: bool) -> frozenset[str]:
    """The topics that stand open for typing: what is missing, what somebody asked for, what was just sent and is wrong."""
    wanted = {*request.args.getlist("edit"), *(request.form.getlist("_step") if sent else ())}
    return frozenset(part.key for part in page if part.open or part.key in wanted)


def plain(field: AskField) -> str:
    """An answer in one line."""
    return show.plain(field.ask.field, field.value, i18n.words().language.key)


def first_open(page: Sequence[Part], edit: str | None = None) -> str:
    """The input that wants to be typed next: the first of the topic that was asked for, or the first that is missing."""
    for part in page:
        for form in part.forms if part.open or part.key == edit else ():
            for one in _fields(form):
                if part.key == edit or (one.value is None and not one.ask.optional):
                    return one.options[0].id if one.options else one.inputs[0].id
    return ""


def was_sent(key: str) -> bool:
    """Whether this topic stood on the page that was sent."""
    return key in request.form.getlist("_step")


def _stands_as_typed(page: Page) -> bool:
    """Whether its inputs are those of the page sent; where an item was taken away, they have moved."""
    taken = request.form.get(TAKE, "").partition("/")[0]
    return was_sent(page.step.key) and taken != page.step.key


def _places(plan: Plan, page: Page, *, typed: bool) -> tuple[int, ...]:
    places = plan.together.places(page)
    if page.drawn:
        return places
    repeat = page.step.repeat
    least = 1 if repeat and repeat.min and not places and not typed else 0
    sent = request.form.get(f"{page.step.key}-count", "") if typed else ""
    count = max(len(places), least, int(sent == "1"))
    return tuple(range(count))


def _form(
    plan: Plan, asks: Sequence[Ask], stored: Mapping[str, Any], *, typed: bool, prefix: str = ""
) -> StepForm:
    shown = tuple(ask for ask in asks if ask.kind not in ("group", "file"))
    make = page_form(shown, {**plan.answers, **stored}, lookup=areas, today=today(now()))
    return make(formdata=request.form if typed else None, data=stored, prefix=prefix)


def _fields(form: StepForm) -> Iterator[AskField]:
    return (one for one in form if isinstance(one, AskField))


def _open(form: StepForm, stored: Mapping[str, Any]) -> int:
    return sum(
        1
        for one in _fields(form)
        if one.ask.key not in stored or (stored[one.ask.key] is None and not one.ask.optional)
    )


def _held(value: Any) -> list[dict[str, Any]]:
    return [dict(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _name(item: Mapping[str, Any]) -> str:
    """What somebody in a list is called, for the head of what is asked about them."""
    return next((str(value) for key, value in item.items() if key.endswith("name") and value), "")
