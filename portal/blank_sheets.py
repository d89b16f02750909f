"""用紙: every form of the town with nothing in it, for the hours in which nothing works, and the command that prints them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from forms.procedure import Procedure
from portal.house import House
from portal.opening import today
from portal.pack import Division, Pack
from portal.printing import Printer, joined

BY = "停止時の手書き用"
LIST = "一覧.txt"
# All of them in one file, so that a pile for the counter is printed with one press.
PILE = "すべて.pdf"


def forms(pack: Pack, on: date) -> tuple[Procedure, ...]:
    """What can be handed in at a counter or by post on a day, in the order of the town's own list."""
    return tuple(_forms(pack, on))


def _forms(pack: Pack, on: date) -> Iterator[Procedure]:
    for key, procedure in pack.procedures.items():
        if procedure.steps and pack.offered(key, on) and (procedure.way("window") or procedure.way("post")):
            yield procedure


def by_division(pack: Pack, on: date) -> Mapping[Division, Sequence[Procedure]]:
    """The same by who answers for them, each division's in the order of their printed numbers."""
    found: dict[Division, list[Procedure]] = {}
    for procedure in sorted(forms(pack, on), key=lambda one: one.number):
        found.setdefault(pack.owner(procedure.key, on), []).append(procedure)
    return found


def group(house: House) -> click.Group:
    """`flask sheets …`."""
    found = click.Group("sheets", help="The town's paper forms.")

    @found.command()
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="a folder")
    def blank(out: Path) -> None:
        """Print every form with nothing in it, one PDF each, all in one, and a list: to lie ready for an outage."""
        written = write(house.printer, forms(house.pack, today(house.now())), out, house.now())
        click.echo(f"{written} forms in {out}")

    return found


def write(printer: Printer, wanted: Sequence[Procedure], out: Path, now: datetime) -> int:
    """Each form as a file, all of them as one, and a list; how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    lines, parts = [], []
    for procedure in wanted:
        parts.append(printer.blanks([procedure.key], BY, now))
        (out / f"{procedure.key}.pdf").write_bytes(parts[-1])
        lines.append(f"{procedure.key}.pdf\t{procedure.number}\t{procedure.title.say('ja').text}")
    (out / PILE).write_bytes(joined(parts))
    # Excel and Notepad take a text for cp932 unless it says otherwise.
    (out / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return len(lines)
