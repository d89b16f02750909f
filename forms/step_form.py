"""One page of questions as a WTForms form: what was typed comes back, what is to be stored comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

import wtforms

from forms import answers as answering
from forms import journey
from forms.ask_field import AskField, FormData, Input, Lookup, Option
from forms.computed import Computed, live_with
from forms.conditions import hold
from forms.dictionary import Dictionary
from forms.faults import Fault
from forms.field import Value
from forms.procedure import Ask, Procedure, Step

__all__ = ["AskField", "FormData", "Input", "Lookup", "Option", "StepForm", "page_form", "step_form"]

Answers = Mapping[str, Value]


class StepForm(wtforms.Form):
    """The questions of a step; those whose condition does not hold fall away while it reads.

    `formdata` is a FormData, which WTForms knows under private names only.
    """

    def __init__(
        self,
        formdata: Any = None,
        data: Answers | None = None,
        *,
        before: Answers,
        computed: Sequence[Computed] = (),
        lookup: Lookup | None = None,
        today: date | None = None,
        prefix: str = "",
    ) -> None:
        self._before = before
        self._computed = computed
        self._lookup = lookup
        self._today = today or answering.japanese_today()
        # A button that helps with an address was pressed: show the page again, check and keep nothing yet.
        self.searching = False
        # A page that asks the same of several people names the inputs of each with a prefix.
        super().__init__(formdata=formdata, data=data, prefix=prefix)

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, *args: Any, **other: Any
    ) -> None:
        """Go through the questions in order; each sees the answers before it, typed ones first."""
        typed: FormData | None = self.meta.wrap_formdata(self, formdata) or None
        stored: Answers = data if data is not None else self._before
        live = dict(self._before)
        for field in list(self._fields_asked()):
            key = field.ask.key
            live.pop(key, None)
            field.take(typed, stored.get(key), self._today)
            if self._on_page(field, live, typed):
                live[key] = field.value
                if self._computed:
                    live_with(self._computed, live)
                if typed is not None:
                    self.searching = field.search(typed, self._lookup) or self.searching
            else:
                del self._fields[field.short_name]
                setattr(self, field.short_name, None)

    def _on_page(self, field: AskField, live: Answers, typed: FormData | None) -> bool:
        if not hold(field.ask.when, live):
            return False
        # A question that this very answer opened was not on the page sent: it is asked next, not blamed now.
        return typed is None or field.present or hold(field.ask.when, self._before)

    def _fields_asked(self) -> Iterator[AskField]:
        return (field for field in self._fields.values() if isinstance(field, AskField))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether everything on the page can be stored; never while an address is being looked up."""
        return not self.searching and super().validate(extra_validators)

    def values(self) -> dict[str, Value]:
        """What is to be stored of this step; a question left blank is kept as None."""
        return {field.ask.key: field.value for field in self._fields_asked() if field.fault is None}

    def faults(self) -> list[Fault]:
        """Every fault of the page in the order of its questions, for the summary above it."""
        return [fault for field in self._fields_asked() for fault in field.errors]


def step_form(
    procedure: Procedure,
    step: Step,
    answers: Answers,
    dictionary: Dictionary,
    *,
    lookup: Lookup | None = None,
    today: date | None = None,
) -> Callable[..., StepForm]:
    """The form of a step: call the result with `formdata` and `data`; its class is made once per version."""
    place = (procedure.digest, step.key, *(ask.key for ask in step.asks))
    made = dictionary.shelf.get(place)
    if made is None:
        fields = {ask.key: AskField(ask=ask) for ask in step.asks}
        made = dictionary.shelf.setdefault(place, type("StepForm", (StepForm,), fields))
    before = (
        journey.known(procedure, answers) if procedure.computed else journey.effective(procedure, answers)
    )
    return partial(made, before=before, computed=procedure.computed, lookup=lookup, today=today)


def page_form(
    asks: tuple[Ask, ...],
    before: Answers,
    *,
    computed: tuple[Computed, ...] = (),
    lookup: Lookup | None = None,
    today: date | None = None,
) -> Callable[..., StepForm]:
    """The form of a page that belongs to no single procedure: its questions as they are handed in."""
    return partial(_page(asks), before=before, computed=computed, lookup=lookup, today=today)


@lru_cache(maxsize=512)
def _page(asks: tuple[Ask, ...]) -> type[StepForm]:
    return type("StepForm", (StepForm,), {ask.key: AskField(ask=ask) for ask in asks})
