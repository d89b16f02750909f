"""One question as a WTForms field with all its inputs; it keeps exactly what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import wtforms

from forms import answers as answering
from forms import text
from forms.faults import Fault, Unfit
from forms.field import Value
from forms.kind import Kind
from forms.kinds import KINDS
from forms.kinds.codes import postcode
from forms.procedure import Ask
from forms.wording import Wording

# Gives the areas of a postcode of seven digits; it is handed in, since this library reads no database.
Lookup = Callable[[str], Sequence[str]]
# No postcode has more areas than this, and a page must stay small.
MOST_AREAS = 200


class FormData(Protocol):
    """What a browser sent, as Werkzeug and others hand it over."""

    def __contains__(self, key: object) -> bool: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Option:
    """One thing to choose: a radio button or a checkbox."""

    id: str
    value: str
    label: Wording
    selected: bool


@dataclass(frozen=True)
class Input:
    """One input of a question, ready for a template."""

    name: str
    part: str
    value: str
    type: str
    inputmode: str
    autocomplete: str
    width: int
    faulty: bool

    @property
    def id(self) -> str:
        return self.name


class AskField(wtforms.Field):
    """A question; `errors` holds faults and `raw_parts` what was typed into each input."""

    # WTForms expects sentences here; ours are codes, since the words depend on the visitor's language.
    errors: list[Fault]  # type: ignore[assignment]

    def __init__(self, *, ask: Ask, **bound: Any) -> None:
        super().__init__(label="", **bound)
        self.ask = ask
        self.kind: str = ask.kind
        self.raw_parts: dict[str, str] = {}
        self.present = False
        self.value: Value = None
        self.fault: Fault | None = None
        self.areas: tuple[str, ...] = ()
        self.filled: dict[str, str] = {}
        # Why uploads sent with this page were not taken; the page is shown again, whatever else stands.
        self.refused: tuple[Fault, ...] = ()
        # What stands here was handed in already; files sent now stand in for it.
        self.replaces = False
        # Words on where the answer was filled in from, for a page that shows it; this library knows no languages.
        self.came_from: object = None
        self.errors = []

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]

    def _name(self, part: str) -> str:
        return self.name if part == "value" else f"{self.name}-{part}"

    def take(self, formdata: FormData | None, stored: Value, today: date) -> None:
        """Read what was typed, or lay out what is stored."""
        if self.kind in ("file", "group"):
            self._keep(formdata, stored)
            return
        self.raw_parts = self._kind.split(stored) if formdata is None else self._typed(formdata)
        answer = answering.read(self.ask.field, self.raw_parts, today)
        self.value, self.fault = answer.value, answer.fault
        self.data = self.value

    def _keep(self, formdata: FormData | None, stored: Value) -> None:
        """Files and items are not typed into a page of questions; what is stored of them stays."""
        self.present = formdata is not None and f"{self.name}-there" in formdata
        self.value = self.data = stored or None
        self.fault = answering.kept(self.ask, self.value) if self.value is not None else None

    def _typed(self, formdata: FormData) -> dict[str, str]:
        if self.kind == "choices":
            self.present = self.name in formdata
            values = formdata.getlist(self.name)[: len(self.ask.field.choices) + 2]
            return {str(value): str(value) for value in values}
        typed: dict[str, str] = {}
        for part in self._kind.parts:
            values = formdata.getlist(self._name(part.key))
            self.present = self.present or bool(values)
            typed[part.key] = str(values[0]) if values else ""
        return typed

    def validate(self, form: wtforms.form.BaseForm, extra_validators: Sequence[Any] = ()) -> bool:
        """Fill `errors`; none at all means that the value can be stored."""
        fault = self.fault or (answering.blank(self.ask) if self.value is None else None)
        self.errors = [*self.refused, fault] if fault else list(self.refused)
        return not self.errors

    @property
    def untouched(self) -> bool:
        """Whether nothing was answered or sent yet and nothing is to be told, so that it looks the same for everybody."""
        return not (
            self.present
            or self.errors
            or self.refused
            or self.came_from
            or self.areas
            or self.replaces
            or self.value is not None
            or any(self.raw_parts.values())
        )

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What to say beside the question although its answer is taken."""
        return self._kind.notes(self.raw_parts, self.ask.field)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs in order, each with what it is to show."""
        return tuple(
            Input(
                name=self._name(part.key),
                part=part.key,
                value=self.filled.get(part.key) or text.displayable(self.raw_parts.get(part.key, "")),
                type=part.type,
                inputmode=part.inputmode,
                autocomplete=self._autocomplete(part.autocomplete),
                width=part.width,
                faulty=self._faulty(part.key),
            )
            for part in self._kind.parts
        )

    def _faulty(self, part: str) -> bool:
        return any(fault.part in ("", part) for fault in self.errors)

    def _autocomplete(self, of_part: str) -> str:
        wanted = self.ask.field.autocomplete
        return of_part if wanted in ("address", "bday") else wanted

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the first keeps the field's own id, so that an error summary leads there."""
        chosen = set(self.raw_parts.values())
        return tuple(
            Option(
                f"{self.name}-{one.value}" if place else self.name, one.value, one.label, one.value in chosen
            )
            for place, one in enumerate(self.ask.field.choices)
        )

    @property
    def anchor(self) -> str:
        """The id an error summary leads to: the first input at fault, or the first of all."""
        faulty = (part.key for part in self._kind.parts if self.errors and self._faulty(part.key))
        return self._name(next(faulty, self._kind.parts[0].key))

    @property
    def search_name(self) -> str:
        """The name of the button 「住所を調べる」."""
        return f"{self.name}-search"

    @property
    def pick_name(self) -> str:
        """The name of the buttons that take over one of the areas found."""
        return f"{self.name}-pick"

    def search(self, formdata: FormData, lookup: Lookup | None) -> bool:
        """Help with the address when one of its buttons was pressed; what was typed stays."""
        if self.kind != "address":
            return False
        if picked := formdata.getlist(self.pick_name):
            self.filled = {"area": text.displayable(str(picked[0])[:200])}
            return True
        if self.search_name in formdata:
            self._find(lookup)
            return True
        return False

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
        elif len(self.areas) == 1 and not text.trim(self.raw_parts["area"][:200]):
            self.filled = {"area": self.areas[0]}
