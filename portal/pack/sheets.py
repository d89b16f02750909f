"""The papers of a town: its layouts filled with a case's values, as HTML ready to be printed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from forms import journey, show
from forms.field import Value
from forms.procedure import Fee, Procedure, Step
from forms.wording import Wording
from portal.pack import Pack

RECEIPT = "sheets/receipt.html"
NOTICE = "sheets/notice.html"


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
        procedure = form or self._pack.procedures[key]
        counted = journey.effective(procedure, answers)
        way = str(counted.pop("way", "window"))
        division = self._pack.owner(key, on)
        fee = self._pack.fee(key, on, way)
        return self.html(
            self._pack.sheet(key),
            lang=lang,
            way=way,
            procedure=procedure,
            division=division,
            office=self._pack.office(division.office, on),
            answers=counted,
            shown=dict(_shown(procedure, counted)),
            items=dict(_items(procedure, answers)),
            computed=tuple(_computed(procedure, answers)),
            date=show.day(on, "ja"),
            fee=fee,
            total=total(fee, {**counted, **journey.worked_out(procedure, answers)}),
            number=number,
            qr=qr,
        )


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
