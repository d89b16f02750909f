"""The papers of a town: its layouts filled with a case's values, as HTML ready to be printed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from forms import journey, show
from forms.boxes import Filled
from forms.conditions import WAY, Condition
from forms.field import Value
from forms.fitting import Fit
from forms.procedure import Ask, Fee, Procedure, Step
from forms.wording import Wording
from portal.pack import Pack
from portal.pack.pens import Closed, OpenPen, Pen, Sealed, Trail, Unboxed, Watched, is_filled_in

RECEIPT = "sheets/receipt.html"
NOTICE = "sheets/notice.html"
ANNEX = "sheets/annex.html"
BLANK_SHEET = "sheets/blank.html"
# How often a list's questions are drawn on a sheet to be written by hand.
_ROWS = 2
NO_DAY = "令和　　　年　　月　　日"
_ANY_DAY = date(2026, 4, 1)


class Sheets:
    """A town's layouts, compiled once; the names a layout may use stand at the top of each."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._environment = Environment(
            loader=FileSystemLoader(pack.sheet_folders),
            autoescape=True,
            # A misspelt name must fail in a test and not print an empty box.
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def html(self, name: str, **values: Any) -> str:
        """One layout filled; the town is always known."""
        return self._environment.get_template(name).render(town=self._pack.town, **values)

    def request(
        self,
        key: str,
        answers: Mapping[str, Value],
        lang: str,
        on: date,
        *,
        number: str = "",
        qr: str | Markup = "",
        form: Procedure | None = None,
    ) -> str:
        """What somebody takes to the counter or posts: the answers on their path, in the procedure's own layout.

        `form` is the form it was filed with, where that is not the present one.
        """
        return self.paper(key, answers, lang, on, number=number, form=form).whole(qr=qr)

    def paper(
        self,
        key: str,
        answers: Mapping[str, Value],
        lang: str,
        on: date,
        *,
        number: str = "",
        stamp: str = "",
        form: Procedure | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Paper:
        """A form with the answers to it, to be written whole or to be compiled open; `more` of what it says of itself, or else."""
        procedure = form or self._pack.procedures[key]
        about = {
            "sheet:number": number,
            "sheet:stamp": stamp,
            "sheet:date": show.day(on, "ja"),
            **(more or {}),
        }
        layout = self._environment.get_template(self._pack.sheet(key))
        values = self._values(key, procedure, answers, lang, on)
        return Paper(layout, procedure, answers, values, Filled(procedure, answers), about)

    def annex(self, paper: Paper, rows: Sequence[tuple[str, str]]) -> str:
        """別紙: what a form's boxes are too small for, by its number."""
        return self.html(
            ANNEX, procedure=paper.procedure, lang=paper.values["lang"], rows=rows, about=paper.about
        )

    def blank(self, key: str, on: date, stamp: str) -> str:
        """The paper of a procedure that has no layout of its own, with room to write for every question at the counter."""
        procedure = self._pack.procedures[key]
        division = self._pack.owner(key, on)
        return self.html(
            BLANK_SHEET, lang="ja", procedure=procedure, division=division, stamp=stamp,
            office=self._pack.office(division.office, on), parts=tuple(_by_hand(procedure)),
        )  # fmt: skip

    def boxes(self, key: str, answers: Mapping[str, Value] | None = None) -> tuple[str, ...]:
        """The boxes of a layout that an answer fills, each as often as it is drawn; none where it has no boxes."""
        try:
            drawn = self.paper(key, answers or {}, "ja", _ANY_DAY).open()
        except Unboxed:
            return ()
        found = (unescape(one) for one in re.findall(r'data-box="([^"]*)"', drawn))
        return tuple(one for one in found if is_filled_in(one))

    def _values(
        self, key: str, procedure: Procedure, answers: Mapping[str, Value], lang: str, on: date
    ) -> dict[str, Any]:
        counted = journey.effective(procedure, answers)
        way = str(counted.pop("way", "window"))
        division = self._pack.owner(key, on)
        fee = self._pack.fee(key, on, way)
        return {
            "town": self._pack.town, "lang": lang, "way": way, "procedure": procedure, "division": division,
            "office": self._pack.office(division.office, on), "answers": counted, "fee": fee,
            "total": total(fee, {**counted, **journey.worked_out(procedure, answers)}),
        }  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One form of one person: its layout, what may steer it, and what fills its boxes."""

    layout: Template
    procedure: Procedure
    answers: Mapping[str, Value]
    values: Mapping[str, Any]
    filled: Filled
    about: Mapping[str, str]

    def whole(self, fits: Mapping[str, Sequence[Fit]] | None = None, qr: str | Markup = "") -> str:
        """Everything written into it."""
        counted = self.values["answers"]
        return self.layout.render(
            **self.values,
            pen=Pen(self.filled, self.about, qr, fits or {}),
            shown=dict(_shown(self.procedure, counted)),
            items=dict(_items(self.procedure, self.answers)),
            computed=tuple(_computed(self.procedure, self.answers)),
            date=self.about["sheet:date"],
            number=self.about["sheet:number"],
            qr=qr,
        )

    @property
    def kind(self) -> tuple[Hashable, ...]:
        """What of a form is the same for all who fill it in today; its path through the answers comes on top."""
        told = (self.values[name] for name in ("lang", "way", "division", "office", "fee", "total"))
        return (self.procedure.key, self.procedure.digest, *told)

    def open(self, trail: Trail | None = None) -> str:
        """The form with its boxes left open; raises Unboxed where it writes an answer by itself."""
        trail = trail or Trail()
        answers = self.values["answers"]
        shut = Closed(answers, trail)
        values = {**self.values, "answers": Watched(answers, trail)}
        return self.layout.render(
            **values, pen=OpenPen(self.filled), shown=shut, items=shut, computed=Sealed(), date=Sealed(),
            number="", qr="",
        )  # fmt: skip

    def beyond(self, group: str, drawn: int) -> tuple[tuple[str, str], ...]:
        """The rows of the items of a list for which the form has no room."""
        rows = dict(_items(self.procedure, self.answers)).get(group, ())
        ask = self.procedure.ask(group)
        name = ask.label.say("ja").text if ask else group
        return tuple(
            (f"{name} {place}　{label.say('ja').text}", text)
            for place, item in enumerate(rows, 1)
            if place > drawn
            for label, text in item
            if text
        )


def _by_hand(procedure: Procedure) -> Iterator[tuple[Wording, tuple[Ask, ...], int]]:
    """Each step's title and questions, and how often they are drawn; files and what is asked online alone are left out."""
    for step in procedure.steps:
        asks = step.repeat.asks if step.repeat else step.asks
        drawn = tuple(ask for ask in asks if ask.kind != "file" and not _online((*step.when, *ask.when)))
        if drawn:
            yield step.title, drawn, _ROWS if step.repeat else 1


def _online(when: Sequence[Condition]) -> bool:
    return any(one.key == WAY and one.among and not {"window", "post"} & set(one.among) for one in when)


Row = tuple[Wording, str]


def _items(
    procedure: Procedure, answers: Mapping[str, Value]
) -> Iterator[tuple[str, tuple[tuple[Row, ...], ...]]]:
    """The rows about each item of each group, what was worked out about it among them."""
    before = journey.known(procedure, answers)
    for step in journey.path(procedure, answers):
        if step.repeat:
            yield (
                step.asks[0].key,
                tuple(_item(procedure, step, item, before) for item in journey.items(step, before)),
            )


def _item(
    procedure: Procedure, step: Step, item: Mapping[str, Any], before: Mapping[str, Value]
) -> tuple[Row, ...]:
    asked = journey.item_asks(procedure, step, item, before)
    rows = [(ask.label, show.plain(ask.field, item.get(ask.key), "ja")) for ask in asked]
    live = journey.item_live(procedure, item, before)
    return (*rows, *_worked_out(procedure, live, step.asks[0].key))


def _computed(procedure: Procedure, answers: Mapping[str, Value]) -> Iterator[Row]:
    """What was worked out from the answers."""
    if procedure.computed:
        yield from _worked_out(procedure, journey.known(procedure, answers), "")


def _worked_out(procedure: Procedure, live: Mapping[str, Value], group: str) -> Iterator[Row]:
    for one in procedure.computed:
        value = live.get(one.key)
        if one.group == group and isinstance(value, int):
            yield one.label, show.computed(one, value, "ja")


def total(fee: Fee | None, answers: Mapping[str, Value]) -> int | None:
    """What is to be paid for all of it; None while no figure is known."""
    if fee is None:
        return None
    if not fee.per:
        return fee.yen
    count = answers.get(fee.per)
    counted = [count] if isinstance(count, int) else list(_in_lists(fee.per, answers))
    return fee.yen * sum(counted) if counted else None


def _in_lists(key: str, answers: Mapping[str, Value]) -> Iterator[int]:
    """What was answered to a question about each item of a list: all items are charged together."""
    for value in answers.values():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict) and isinstance(item.get(key), int):
                yield item[key]


def _shown(procedure: Procedure, answers: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Every answer as a Japanese line: the paper is read by a clerk."""
    for key, value in answers.items():
        ask = procedure.ask(key)
        if ask is not None and value is not None:
            yield key, show.plain(ask.field, value, "ja")
