"""What was read of a town's folder so far, with the places where it stands, for whoever looks for faults in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chatbot.collection import District, Rule, Stop
from forms.dictionary import Dictionary
from forms.events import Event
from forms.procedure import Procedure
from forms.wording import Wording
from portal.pack import farewell, groups, notices, pointing, reports, toml
from portal.pack.appointments import Bookable
from portal.pack.batches import BatchPlan
from portal.pack.buildings import Building
from portal.pack.classes import DocumentClass
from portal.pack.crematorium import Crematorium
from portal.pack.farewell import Farewell
from portal.pack.fees import FeeRow, WaiverRule
from portal.pack.groups import Groups
from portal.pack.line_menus import LineMenus
from portal.pack.lists import Listed, PackFault, Shape
from portal.pack.notices import Notices
from portal.pack.on_call import Lines
from portal.pack.queues import Queue
from portal.pack.reports import Reports
from portal.pack.rows import Division, Holiday, Kpi, Offer, Office
from portal.pack.town import Town

COMMON = "common"


@dataclass(frozen=True)
class Lined:
    """Where a value was read, so that a fault found later still names its line."""

    file: str
    line: int


@dataclass
class Loaded:
    """What one folder and the nationwide one hold, whole only when `faults` is empty."""

    folder: Path
    faults: list[PackFault] = field(default_factory=list)
    town: Town | None = None
    dictionary: Dictionary = field(default_factory=lambda: Dictionary({}))
    topics: dict[str, Wording] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    phrase_cards: tuple[pointing.Topic, ...] = ()
    documents: dict[str, toml.Document] = field(default_factory=dict)
    divisions: list[Division] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    national: dict[str, Wording] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    fees: list[FeeRow] = field(default_factory=list)
    waivers: list[WaiverRule] = field(default_factory=list)
    classes: list[DocumentClass] = field(default_factory=list)
    batches: list[BatchPlan] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    collections: list[Rule] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    kpis: list[Kpi] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)
    buildings: dict[str, Building] = field(default_factory=dict)
    appointments: dict[str, Bookable] = field(default_factory=dict)
    crematorium: Crematorium | None = None
    lists: dict[str, Listed] = field(default_factory=dict)
    farewell: Farewell = farewell.NONE
    groups: Groups = groups.NONE
    notices: Notices = notices.NONE
    reports: Reports = reports.NONE
    on_call: Lines = field(default_factory=dict)
    line: LineMenus | None = None

    @property
    def common(self) -> Path:
        """The nationwide folder."""
        return self.folder.parent / COMMON

    def name(self, path: Path) -> str:
        """A file as a fault names it: hinata/fees.csv."""
        return path.relative_to(self.folder.parent).as_posix()


def lines(loaded: Loaded, shape: Shape) -> Iterable[tuple[Lined, Mapping[str, str]]]:
    """The rows of a list with their places, for checks that look from one list to another."""
    listed = loaded.lists.get(shape.name)
    for row in listed.rows if listed else ():
        yield Lined(listed.file if listed else "", row.line), row.cells
