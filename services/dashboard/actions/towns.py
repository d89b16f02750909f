"""The plans of all towns whose folders are here, read as data: no town's portal is asked for anything."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.pack import Pack, lists, rows, shapes, town
from portal.pack.toml import read
from services.dashboard.rules import kpis
from services.dashboard.rules.kpis import Printed


def plans(pack: Pack) -> Mapping[str, Sequence[Printed]]:
    """The figures of each plan by the town's name, the own town's first."""
    own = pack.folder
    folders = [own, *sorted(one for one in own.parent.iterdir() if one != own)]
    return {name: kpis.listed(_figures(one)) for one in folders if (name := _name(one))}


def _name(folder: Path) -> str:
    """What a town is called; empty where the folder is none of a town with a plan."""
    if not (folder / "town.toml").is_file() or not (folder / shapes.KPI.file).is_file():
        return ""
    document, _faults = read(folder / "town.toml", folder.name)
    return town.read(folder.name, document.mapping, []).name.say("ja").text if document else ""


def _figures(folder: Path) -> list[rows.Kpi]:
    listed = lists.read(folder / shapes.KPI.file, shapes.KPI)
    return [rows.kpi(row, lambda _column, _message: None) for row in listed.rows]
