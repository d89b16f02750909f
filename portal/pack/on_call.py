"""緊急: a town's own numbers for the dangers the product knows: the gas company, the water division at night, #7119."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from chatbot.emergencies import DAYS, OnCall, general, hours
from forms.faults import Broken
from forms.reading import Table

FILE = "emergencies.toml"
_NUMBER = re.compile(r"#?[0-9]{2,}(?:-[0-9]+)*")
Lines = Mapping[str, tuple[OnCall, ...]]
NONE: Lines = MappingProxyType({})


def read(mapping: Mapping[str, object], broken: list[Broken]) -> Lines:
    """Every `[[line]]` by its danger, in the order of the file."""
    table = Table(mapping, "", broken)
    known = {alarm.emergency.key for alarm in general().alarms}
    found: dict[str, tuple[OnCall, ...]] = {}
    for entry in table.tables("line"):
        danger = entry.text("danger", needed=True)
        if danger and danger not in known:
            entry.fault("danger", f"{'・'.join(sorted(known))} のどれでもありません")
        found[danger] = (*found.get(danger, ()), _line(entry))
        entry.finish()
    table.finish()
    return MappingProxyType(found)


def _line(table: Table) -> OnCall:
    number, told, days = table.text("number", needed=True), table.text("hours"), table.text("days")
    if number and not _NUMBER.fullmatch(number):
        table.fault("number", f"電話番号ではありません: {number}")
    span = hours(told)
    if told and span is None:
        table.fault("hours", f"9:00-17:00 の形ではありません: {told}")
    if days not in DAYS:
        table.fault("days", f"{'・'.join(one for one in DAYS if one)} のどれでもありません")
    start, end = span or (None, None)
    return OnCall(
        "", number, start, end, days, table.wording("name", needed=True).texts, table.flag("varies"),
        table.text("source"), table.day("checked"),
    )  # fmt: skip
