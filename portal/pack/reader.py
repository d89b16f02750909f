"""Reads a town's folder and the nationwide one beside it into values, gathering every fault on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from forms import dictionary as dictionaries
from forms import procedure as procedures
from forms.dictionary import Dictionary
from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording
from portal.pack import (
    appointment_files,
    batches,
    building_files,
    classes,
    collecting,
    crematorium_file,
    events,
    farewell,
    fees,
    groups,
    line_menus,
    lists,
    notices,
    on_call,
    pointing,
    queues,
    reports,
    rows,
    shapes,
    standard,
    toml,
    town,
)
from portal.pack.lists import Listed, PackFault, Row, Shape
from portal.pack.loaded import Loaded
from portal.pack.rows import Tell

TOPICS = "topics.toml"
QUEUE = "queue.toml"
BUILDINGS, APPOINTMENTS = "buildings", "appointments"
T = TypeVar("T")


def load(folder: Path) -> Loaded:
    """Everything of a town, and everything wrong with it."""
    loaded = Loaded(folder)
    if not (folder / "town.toml").is_file():
        loaded.faults.append(PackFault(f"{folder.name}/town.toml", 1, "", "このファイルがありません"))
        return loaded
    _town(loaded)
    _dictionary(loaded)
    _topics(loaded)
    _procedures(loaded)
    _events(loaded)
    _pointing(loaded)
    _lists(loaded)
    _farewell(loaded)
    loaded.queues.extend(_one(loaded, folder / QUEUE, queues.read) or ())
    _buildings(loaded)
    _appointments(loaded)
    loaded.on_call = _one(loaded, folder / on_call.FILE, on_call.read) or on_call.NONE
    loaded.line = _one(loaded, folder / line_menus.FILE, line_menus.read)
    loaded.notices = _one(loaded, folder / notices.FILE, notices.read) or notices.NONE
    loaded.reports = _one(loaded, folder / reports.FILE, reports.read) or reports.NONE
    loaded.crematorium = _one(loaded, folder / crematorium_file.FILE, crematorium_file.read)
    return loaded


def _document(loaded: Loaded, path: Path) -> toml.Document | None:
    name = loaded.name(path)
    document, faults = toml.read(path, name)
    loaded.faults.extend(faults)
    if document is not None:
        loaded.documents[name] = document
    return document


def _town(loaded: Loaded) -> None:
    path = loaded.folder / "town.toml"
    loaded.town = _one(loaded, path, lambda mapping, broken: town.read(loaded.folder.name, mapping, broken))


def _buildings(loaded: Loaded) -> None:
    """Every facility that can be booked, a file a building, and the groups that book them; there are none nationwide."""
    loaded.groups = _one(loaded, loaded.folder / groups.FILE, groups.read) or loaded.groups
    _each(loaded, BUILDINGS, building_files.read, loaded.buildings)


def _appointments(loaded: Loaded) -> None:
    """Every clinic, counter and course that can be booked, a file each; there are none nationwide."""
    _each(loaded, APPOINTMENTS, appointment_files.read, loaded.appointments)


def _each(
    loaded: Loaded,
    folder: str,
    read: Callable[[str, Mapping[str, object], list[Broken]], T],
    into: dict[str, T],
) -> None:
    """What each file of a folder holds, under the file's name."""
    for path in sorted((loaded.folder / folder).glob("*.toml")):
        found = _one(loaded, path, partial(read, path.stem))
        if found is not None:
            into[path.stem] = found


def _one(loaded: Loaded, path: Path, read: Callable[[Mapping[str, object], list[Broken]], T]) -> T | None:
    """What one file holds, each fault in it told with its line; None where it is not there or no TOML at all."""
    if not path.is_file() or (document := _document(loaded, path)) is None:
        return None
    broken: list[Broken] = []
    found = read(document.mapping, broken)
    loaded.faults.extend(document.fault(one.path, one.message) for one in broken)
    return found


def _dictionary(loaded: Loaded) -> None:
    """The nationwide fields, a file a theme, then the town's own, which may not redefine one."""
    known: Dictionary | None = None
    for path in (path for root in (loaded.common, loaded.folder) for path in _fields(root)):
        document = _document(loaded, path)
        if document is None:
            continue
        try:
            known = dictionaries.read(document.mapping, known)
        except Broken as broken:
            loaded.faults.extend(document.faults(broken))
            known = _sound(document.mapping, known)
    loaded.dictionary = known or Dictionary({})


def _fields(root: Path) -> list[Path]:
    """The dictionary's files of a folder: what every procedure asks first."""
    return [*root.glob("fields.toml"), *sorted((root / "fields").glob("*.toml"))]


def _sound(mapping: Mapping[str, object], known: Dictionary | None) -> Dictionary | None:
    """The fields that are in order, so that one broken field does not make every procedure look broken too."""
    for key, entry in mapping.items():
        try:
            known = dictionaries.read({key: entry}, known)
        except Broken:
            continue
    return known


def _topics(loaded: Loaded) -> None:
    """The headings of the list of all procedures, in their order: the nationwide ones, then the town's own."""
    for document in _both(loaded, TOPICS):
        for key, entry in document.mapping.items():
            broken: list[Broken] = []
            table = Table(entry, key, broken)
            loaded.topics[key] = table.wording("title", needed=True)
            table.finish()
            loaded.faults.extend(document.fault(one.path, one.message) for one in broken)


def _procedures(loaded: Loaded) -> None:
    """Every procedure file; a town's file stands in for the nationwide one of the same name."""
    paths = {
        path.stem: path
        for root in (loaded.common, loaded.folder)
        for path in sorted((root / "procedures").glob("*.toml"))
    }
    for key, path in sorted(paths.items()):
        document = _document(loaded, path)
        if document is None:
            continue
        mapping = dict(document.mapping)
        if loaded.town is not None and loaded.town.real:
            # What a real city charges is known from its own list only; the nationwide example must not stand in for it.
            mapping.pop("fee", None)
        try:
            loaded.procedures[key] = procedures.read(key, mapping, loaded.dictionary)
        except Broken as broken:
            loaded.faults.extend(document.faults(broken))


def _farewell(loaded: Loaded) -> None:
    """おくやみ: the nationwide words, then what the town says of itself; a town without its own file books no times."""
    found = _one(loaded, loaded.common / farewell.NATIONWIDE, farewell.read) or loaded.farewell
    loaded.farewell = _one(loaded, loaded.folder / farewell.OWN, partial(farewell.add_own, found)) or found


def _events(loaded: Loaded) -> None:
    """What happens in a life: the nationwide events, then the town's own, which may switch some off."""
    for document in _both(loaded, events.FILE):
        loaded.events, found = events.read(document, loaded.events, loaded.dictionary)
        loaded.faults.extend(found)


def _pointing(loaded: Loaded) -> None:
    """指さしカード: the nationwide sentences, then the town's own."""
    for document in _both(loaded, pointing.FILE):
        loaded.phrase_cards, found = pointing.read(document, loaded.phrase_cards)
        loaded.faults.extend(found)


def _both(loaded: Loaded, name: str) -> Iterator[toml.Document]:
    """The nationwide file of a name and the town's own, as far as they are there and can be read."""
    for path in (root / name for root in (loaded.common, loaded.folder)):
        if path.is_file() and (document := _document(loaded, path)) is not None:
            yield document


def _lists(loaded: Loaded) -> None:
    loaded.divisions = _typed(loaded, shapes.DIVISIONS, rows.division, needed=True)
    hours = _typed(loaded, shapes.HOURS, rows.hours)
    loaded.offices = [
        replace(office, hours=tuple(row for row in hours if row.office == office.id))
        for office in _typed(loaded, shapes.OFFICES, rows.office, needed=True)
    ]
    loaded.holidays = _typed(loaded, shapes.HOLIDAYS, rows.holiday, needed=True)
    national = _typed(loaded, shapes.NATIONAL, _named, needed=True)
    loaded.national = {name.texts["ja"]: name for name in national if "ja" in name.texts}
    loaded.offers = _typed(loaded, shapes.PROCEDURES, rows.offer)
    loaded.fees = _typed(loaded, shapes.FEES, fees.fee)
    loaded.waivers = _typed(loaded, shapes.WAIVERS, fees.waiver)
    loaded.classes = _typed(loaded, shapes.CLASSES, classes.document_class)
    loaded.batches = _typed(loaded, shapes.BATCHES, batches.plan)
    loaded.districts = _typed(loaded, shapes.DISTRICTS, collecting.district)
    loaded.collections = _typed(loaded, shapes.COLLECTIONS, collecting.rule)
    loaded.stops = _typed(loaded, shapes.STOPS, collecting.stop)
    loaded.kpis = _typed(loaded, shapes.KPI, rows.kpi)
    for shape in shapes.HANDED_ON:
        _listed(loaded, shape)
    for sheet in standard.SHEETS:
        listed = loaded.lists.get(sheet.key)
        for row in listed.rows if listed else ():
            tell = _tell(loaded.faults, listed.file if listed else "", row.line)
            for column, message in sheet.faults(row.cells):
                tell(column, message)


def _named(row: Row, tell: Tell) -> Wording:
    return rows.words(row, "名称")


def _typed(
    loaded: Loaded, shape: Shape, convert: Callable[[Row, Tell], T], *, needed: bool = False
) -> list[T]:
    """The rows of one list as values; a row that does not fit is told and still read, so that all faults show at once."""
    listed = _listed(loaded, shape, needed=needed)
    if listed is None:
        return []
    return [convert(row, _tell(loaded.faults, listed.file, row.line)) for row in listed.rows]


def _tell(faults: list[PackFault], file: str, line: int) -> Tell:
    return lambda column, message: faults.append(PackFault(file, line, column, message))


def _listed(loaded: Loaded, shape: Shape, *, needed: bool = False) -> Listed | None:
    """One list of the town, or the nationwide one where the town has none of its own."""
    for root in (loaded.folder, loaded.common):
        path = root / shape.file
        if path.is_file():
            listed = lists.read(path, shape, loaded.name(path))
            loaded.faults.extend(listed.faults)
            loaded.lists[shape.name] = listed
            return listed
    if needed:
        loaded.faults.append(
            PackFault(f"{loaded.folder.name}/{shape.file}", 1, "", "このファイルがありません")
        )
    return None
