"""One page of questions as a WTForms form: it keeps what was typed and gives back what is to be stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

import wtforms

from forms import answers as answering
from forms import text
from forms.conditions import hold
from forms.dictionary import Dictionary
from forms.faults import Fault, Unfit
from forms.field import Value
from forms.kind import Kind
from forms.kinds import KINDS
from forms.kinds.codes import postcode
from forms.procedure import Ask, Procedure, Step
from forms.wording import Wording

Lookup = Callable[[str], Sequence[str]]
# More areas than this under one postcode exist nowhere; a page must stay small.
MOST_AREAS = 200


class FormData(Protocol):
    """What a browser sent, as Werkzeug and others hand it over."""

    def __contains__(self, key: object) -> bool: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Input:
    """One input element of a field, ready for a template."""

    name: str
    id: str
    part: str
    value: str
    type: str
    inputmode: str
    autocomplete: str
    width: int
    faulty: bool


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox."""

    id: str
    value: str
    label: Wording
    selected: bool


class AskField(wtforms.Field):
    """A question with all its inputs; `raw_parts` is exactly what was typed."""

    def __init__(self, *, ask: Ask, **bound: Any) -> None:
        # The words of a label depend on the visitor's language, so WTForms gets none of them.
        super().__init__(label="", **bound)
        self.ask = ask
        self.kind: str = ask.kind
        self.raw_parts: dict[str, str] = {}
        self.typed = False
        self.present = False
        self.value: Value = None
        self.fault: Fault | None = None
        self.areas: tuple[str, ...] = ()
        self.filled: dict[str, str] = {}
        self.errors: list[Fault] = []

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]

    def name_of(self, part: str) -> str:
        """The name of the input of a part."""
        return self.name if part == "value" else f"{self.name}-{part}"

    def take(self, formdata: FormData | None, stored: Value, today: date) -> None:
        """Read what was typed, or lay out what is stored."""
        self.process_errors = []
        self.typed = formdata is not None
        self.raw_parts = self._kind.split(stored) if formdata is None else self._raw(formdata)
        answer = answering.read(self.ask.field, self.raw_parts, today)
        self.value, self.fault = answer.value, answer.fault
        self.data = self.value

    def _raw(self, formdata: FormData) -> dict[str, str]:
        if self.kind == "choices":
            self.present = self.name in formdata
            values = formdata.getlist(self.name)[: len(self.ask.field.choices) + 2]
            return {str(value): str(value) for value in values}
        raw: dict[str, str] = {}
        for part in self._kind.parts:
            values = formdata.getlist(self.name_of(part.key))
            self.present = self.present or bool(values)
            raw[part.key] = str(values[0]) if values else ""
        return raw

    def validate(self, form: wtforms.Form, extra_validators: Sequence[object] = ()) -> bool:  # type: ignore[override]
        """Fill `errors` with faults; an empty list means that the value can be stored."""
        fault = self.fault or (answering.blank(self.ask) if self.value is None else None)
        self.errors = [fault] if fault else []
        return not self.errors

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What to tell beside the field although the answer is taken."""
        return self._kind.notes(self.raw_parts, self.ask.field)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs in order, each with what it should show."""
        return tuple(
            Input(
                name=self.name_of(part.key),
                id=self.name_of(part.key),
                part=part.key,
                value=self.filled.get(part.key) or text.displayable(self.raw_parts.get(part.key, "")),
                type=part.type,
                inputmode=part.inputmode,
                autocomplete=self._autocomplete(part.autocomplete),
                width=part.width,
                faulty=any(fault.part in ("", part.key) for fault in self.errors),
            )
            for part in self._kind.parts
        )

    def _autocomplete(self, of_part: str) -> str:
        wanted = self.ask.field.autocomplete
        return of_part if wanted in ("address", "bday") else wanted

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the first keeps the field's own id, so that an error summary can lead there."""
        chosen = set(self.raw_parts.values())
        return tuple(
            Option(
                self.id if not place else f"{self.id}-{choice.value}",
                choice.value,
                choice.label,
                choice.value in chosen,
            )
            for place, choice in enumerate(self.ask.field.choices)
        )

    @property
    def search_name(self) -> str:
        """The name of the button 「住所を調べる」."""
        return f"{self.name}-search"

    @property
    def pick_name(self) -> str:
        """The name of the buttons that choose one of the areas found."""
        return f"{self.name}-pick"

    def search(self, formdata: FormData, lookup: Lookup | None) -> bool:
        """Help with the address when one of its buttons was pressed; what was typed stays."""
        if self.kind != "address":
            return False
        picked = formdata.getlist(self.pick_name)
        if picked:
            self.filled = {"area": text.displayable(str(picked[0]))[:200]}
            return True
        if self.search_name not in formdata:
            return False
        self._find(lookup)
        return True

    def _find(self, lookup: Lookup | None) -> None:
        try:
            code = postcode(self.raw_parts["postcode"])
        except Unfit as unfit:
            self.errors = [unfit.fault.at(self.ask.key)]
            return
        if not code:
            self.errors = [Fault("postcode_digits", {"count": 0}, self.ask.key, "postcode")]
            return
        self.areas = tuple(lookup(code.replace("-", "")))[:MOST_AREAS] if lookup else ()
        if not self.areas:
            self.errors = [Fault("postcode_unknown", field=self.ask.key, part="postcode")]
        elif len(self.areas) == 1 and not self.raw_parts["area"].strip():
            self.filled = {"area": self.areas[0]}


class StepForm(wtforms.Form):
    """All questions of a step; those whose condition does not hold fall away while it reads."""

    def __init__(
        self,
        formdata: FormData | None = None,
        data: Mapping[str, Value] | None = None,
        *,
        answers: Mapping[str, Value],
        lookup: Lookup | None = None,
        today: date | None = None,
    ) -> None:
        self._before = answers
        self._lookup = lookup
        self._today = today or answering.japanese_today()
        self.searching = False
        super().__init__(formdata=formdata, data=data)

    def process(
        self, formdata: Any = None, obj: object = None, data: Mapping[str, Value] | None = None, **other: Any
    ) -> None:
        """Go through the questions in order, each seeing the answers before it, typed ones first."""
        formdata = self.meta.wrap_formdata(self, formdata) or None
        stored = data or {}
        live = {**self._before, **stored}
        known = dict(live)
        for field in list(self._asked()):
            field.take(formdata, stored.get(field.ask.key, self._before.get(field.ask.key)), self._today)
            if not hold(field.ask.when, live):
                self._drop(field)
            elif formdata is None:
                continue
            elif field.ask.when and not field.present and not hold(field.ask.when, known):
                # It was not on the page that was sent: it is asked next, not blamed now.
                self._drop(field)
            else:
                live[field.ask.key] = field.value
                self.searching = field.search(formdata, self._lookup) or self.searching

    def _drop(self, field: AskField) -> None:
        del self._fields[field.short_name]
        setattr(self, field.short_name, None)

    def _asked(self) -> Iterator[AskField]:
        return (field for field in self._fields.values() if isinstance(field, AskField))

    def values(self) -> dict[str, Value]:
        """What is to be stored of this step; a question left blank is kept as None."""
        return {field.ask.key: field.value for field in self._asked() if field.fault is None}

    def faults(self) -> list[Fault]:
        """Every fault of the page in the order of its questions, for the summary above it."""
        return [fault for field in self._asked() for fault in field.errors]


def step_form(
    procedure: Procedure,
    step: Step,
    answers: Mapping[str, Value],
    dictionary: Dictionary,
    *,
    lookup: Lookup | None = None,
    today: date | None = None,
) -> Callable[..., StepForm]:
    """The form of a step: call the result with `formdata` and `data`. The class is made once per version and step."""
    shelf = dictionary.shelf
    place = (procedure.digest, step.key)
    made = shelf.get(place)
    if made is None:
        fields = {ask.key: AskField(ask=ask) for ask in step.asks}
        made = shelf.setdefault(place, type("StepForm", (StepForm,), fields))
    return partial(made, answers=answers, lookup=lookup, today=today)
