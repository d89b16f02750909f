"""A municipality's folder as one value: read whole or not at all, and asked by day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from chatbot.collection import Collections
from forms.dictionary import Dictionary
from forms.events import Event
from forms.procedure import Fee, Procedure, State
from forms.wording import Wording
from portal.pack import bonds, collecting, reader, reliefs
from portal.pack.appointments import Bookable
from portal.pack.batches import BatchPlan
from portal.pack.buildings import Building
from portal.pack.calendar import ClosedDays
from portal.pack.classes import DocumentClass, Filed
from portal.pack.crematorium import Crematorium
from portal.pack.digest import digest
from portal.pack.divisions import Divisions
from portal.pack.farewell import Farewell
from portal.pack.fees import FeeRow, Item, WaiverRule
from portal.pack.groups import Groups
from portal.pack.line_menus import LineMenus
from portal.pack.lists import Listed, PackFault, PackFaults
from portal.pack.loaded import COMMON, Loaded
from portal.pack.notices import Notices
from portal.pack.on_call import Lines
from portal.pack.pointing import Topic
from portal.pack.queues import Queue
from portal.pack.reports import Reports
from portal.pack.rows import Division, Kpi, Offer, Office
from portal.pack.town import Town

__all__ = ["Division", "Kpi", "Office", "Pack", "PackFault", "PackFaults", "Town", "read"]

# The paper of a procedure that brings no layout of its own.
STANDARD_SHEET = "sheets/standard.html"


@dataclass(frozen=True)
class Pack:
    """Everything the product knows of one town, a value: where staff publish a facility anew, a new one takes its place."""

    folder: Path
    digest: str
    town: Town
    dictionary: Dictionary
    topics: Mapping[str, Wording]
    procedures: Mapping[str, Procedure]
    # 手続ガイド: what happens in a life, in the order of the cards.
    events: Mapping[str, Event]
    # 指さしカード: sentences for the counter in the pack's languages.
    pointing: tuple[Topic, ...]
    closed_days: ClosedDays
    kpis: tuple[Kpi, ...]
    farewell: Farewell
    queues: tuple[Queue, ...]
    # 公共施設: what can be booked, by key, in the order of the files' names.
    buildings: Mapping[str, Building]
    # 健診・接種・窓口・講座: what is booked by time, by key, in the order of the files' names.
    appointments: Mapping[str, Bookable]
    # 登録団体: who may register as a group, and what that brings.
    groups: Groups
    # 斎場: None where the town has none of its own.
    crematorium: Crematorium | None
    # ごみの収集日, by district.
    collections: Collections
    # 緊急: the town's own numbers, by danger.
    on_call: Lines
    # LINE: the menu under every talk; None where the town has none.
    line: LineMenus | None
    notices: Notices
    reports: Reports
    _batches: tuple[BatchPlan, ...]
    _divisions: Divisions
    _offices: tuple[Office, ...]
    _offers: tuple[Offer, ...]
    _fees: tuple[FeeRow, ...]
    _waivers: tuple[WaiverRule, ...]
    _classes: tuple[DocumentClass, ...]
    _lists: Mapping[str, Listed]

    @property
    def code(self) -> str:
        """The folder's name, which names the town in settings and addresses."""
        return self.town.code

    @property
    def popular(self) -> tuple[str, ...]:
        """The procedures the front page offers first."""
        return self.town.popular

    def procedure(self, key: str) -> Procedure:
        """A procedure by its key; KeyError when the town has none of that name."""
        return self.procedures[key]

    def offered(self, key: str, on: date) -> bool:
        """Whether the town offers a procedure on a day."""
        procedure = self.procedures.get(key)
        if procedure is None or procedure.state is State.DRAFT:
            return False
        if procedure.valid_from and on < procedure.valid_from:
            return False
        if procedure.valid_to and on > procedure.valid_to:
            return False
        rows = [row for row in self._offers if row.procedure == key and row.in_force(on)]
        # A sample under a real city's name offers what the city's plan names, and nothing by itself.
        return all(row.offered for row in rows) if rows else not (self.town.real and self.town.mark)

    def by_number(self, number: str) -> Procedure | None:
        """The procedure a printed 広報番号 leads to; a number of an earlier year still leads there."""
        for offer in self._offers:
            if number and offer.number == number:
                return self.procedures.get(offer.procedure)
        return next((one for one in self.procedures.values() if one.number and one.number == number), None)

    def owner(self, key: str, on: date) -> Division:
        """The division that answers for a procedure on a day, the town's own assignment coming first."""
        for offer in self._offers:
            if offer.procedure == key and offer.division and offer.in_force(on):
                return self.division(offer.division, on)
        return self.division(self.procedures[key].division, on)

    def checked_on(self, key: str, on: date) -> date | None:
        """When the town last looked whether what is told of a procedure still holds; None where it has not said."""
        days = [row.checked_on for row in self._offers if row.procedure == key and row.in_force(on)]
        return max((day for day in days if day), default=None)

    def holds_until(self, key: str, on: date) -> date | None:
        """The last day on which a procedure is offered as it is told; None where no end is known."""
        rows = [row.valid_to for row in self._offers if row.procedure == key and row.in_force(on)]
        return min((day for day in (self.procedures[key].valid_to, *rows) if day), default=None)

    def owners(self, key: str) -> frozenset[str]:
        """Every division that answers for a procedure on some day; nobody where the town has none of that name."""
        named = {offer.division for offer in self._offers if offer.procedure == key and offer.division}
        procedure = self.procedures.get(key)
        return frozenset({procedure.division, *named}) if procedure else frozenset()

    def fee(self, key: str, on: date, way: str = "") -> Fee | None:
        """What a procedure costs on a day; None means that the town has told no figure, and a page shows none."""
        found = self.fee_row(key, on, way)
        if found is not None:
            return Fee(found.yen, found.per)
        if any(row.procedure == key and row.item is Item.FEE and not row.way for row in self._fees):
            # The town keeps its own figures for it, and has none for this day.
            return None
        procedure = self.procedures.get(key)
        return procedure.fee if procedure else None

    def fee_row(self, key: str, on: date, way: str = "", item: Item = Item.FEE) -> FeeRow | None:
        """The line of the town's list that holds for a way of filing, one for this way coming first."""
        rows = [row for row in self._fees if (row.procedure, row.item) == (key, item) and row.in_force(on)]
        return next((row for wanted in (way, "") for row in rows if row.way == wanted), None)

    def waivers(self, key: str, on: date) -> tuple[WaiverRule, ...]:
        """減免: who pays less for a procedure on a day."""
        return tuple(row for row in self._waivers if row.procedure == key and row.in_force(on))

    def waiver(self, id: str) -> WaiverRule | None:
        """The rule of an id; of an older case too, whose rule is no longer in force."""
        return next((row for row in self._waivers if row.id == id), None) or reliefs.rule(
            self.buildings, self.crematorium, self.appointments, id
        )

    def document_class(self, id: str, on: date) -> DocumentClass | None:
        """A class of records as the rules had it on a day."""
        return next((one for one in self.document_classes(on) if one.id == id), None)

    def class_of(self, filed: Filed, on: date) -> DocumentClass | None:
        """The class of what is filed for itself: requests that were withdrawn or returned, lists of disposal."""
        return next((one for one in self.document_classes(on) if one.filed is filed), None)

    def document_classes(self, on: date) -> tuple[DocumentClass, ...]:
        """文書分類表 of a day."""
        return tuple(one for one in self._classes if one.in_force(on))

    @property
    def every_document_class(self) -> tuple[DocumentClass, ...]:
        """Every row there ever was or will be; cases of earlier years are kept by the rule of their day."""
        return self._classes

    def division(self, id: str, on: date) -> Division:
        """The division that answers for an id on a day, successors followed; LookupError when nobody does."""
        found = self._divisions.resolve(id, on)
        if found is None:
            raise LookupError(f"no division answers for {id} on {on}")
        return found

    def lineage(self, id: str, on: date) -> frozenset[str]:
        """All ids whose cases the division answering for an id answers for, predecessors included; empty when unknown."""
        return self._divisions.lineage(id, on)

    def divisions(self, on: date) -> tuple[Division, ...]:
        """Every division there is on a day."""
        return self._divisions.in_force(on)

    @property
    def division_ids(self) -> frozenset[str]:
        """Every division id there ever is, for lists that name one."""
        return self._divisions.ids

    def office(self, id: str, on: date) -> Office:
        """An office as it is on a day; LookupError when there is none."""
        for office in self._offices:
            if office.id == id and office.in_force(on):
                return office
        raise LookupError(f"no office {id} on {on}")

    def offices(self, on: date) -> tuple[Office, ...]:
        """Every office there is on a day."""
        return tuple(office for office in self._offices if office.in_force(on))

    def queue(self, office: str) -> Queue | None:
        """How people wait for their turn in an office; None where no numbers are given."""
        return next((one for one in self.queues if one.office == office), None)

    def batches(self, on: date) -> tuple[BatchPlan, ...]:
        """How cases are handed to inner systems on a day."""
        return tuple(row for row in self._batches if row.in_force(on))

    def listing(self, name: str, on: date) -> tuple[Mapping[str, str], ...]:
        """The rows of a list in force on a day: faq, garbage, garbage_kinds, facilities."""
        listed = self._lists.get(name)
        return tuple(row.cells for row in listed.rows if row.in_force(on)) if listed else ()

    def whole_list(self, name: str) -> Listed | None:
        """A list with the rows of every day, as it was read."""
        return self._lists.get(name)

    def with_list(self, listed: Listed) -> "Pack":
        """The same town with another list."""
        return replace(self, _lists=MappingProxyType({**self._lists, listed.shape.name: listed}))

    @property
    def sheet_folders(self) -> tuple[Path, Path]:
        """Where paper layouts are looked for: the town's own first, then the nationwide ones."""
        return self.folder, self.folder.parent / COMMON

    def sheet(self, key: str) -> str:
        """The paper layout of a procedure, as a name within the sheet folders."""
        return self.procedures[key].sheet or STANDARD_SHEET


def read(folder: Path) -> Pack:
    """A town from its folder, `common` standing beside it; raises PackFaults with everything that is wrong."""
    loaded = reader.load(folder)
    town = loaded.town
    if town is None:
        raise PackFaults(loaded.faults)
    unnamed = (procedure.division for procedure in loaded.procedures.values())
    divisions = Divisions(loaded.divisions, town.reception, unnamed)
    found = [*loaded.faults, *bonds.faults(loaded, divisions, town)]
    if found:
        raise PackFaults(found)
    return _pack(loaded, town, divisions)


def _pack(loaded: Loaded, town: Town, divisions: Divisions) -> Pack:
    return Pack(
        folder=loaded.folder,
        digest=digest(loaded.folder),
        town=town,
        dictionary=loaded.dictionary,
        topics=MappingProxyType(loaded.topics),
        procedures=MappingProxyType(_numbered(loaded)),
        events=MappingProxyType(loaded.events),
        pointing=loaded.phrase_cards,
        closed_days=ClosedDays(loaded.holidays, loaded.national),
        kpis=tuple(loaded.kpis),
        farewell=loaded.farewell,
        queues=tuple(loaded.queues),
        buildings=MappingProxyType(loaded.buildings),
        appointments=MappingProxyType(loaded.appointments),
        groups=loaded.groups,
        crematorium=loaded.crematorium,
        on_call=loaded.on_call,
        line=loaded.line,
        notices=loaded.notices,
        reports=loaded.reports,
        collections=collecting.collections(loaded.districts, loaded.collections, loaded.stops),
        _batches=tuple(loaded.batches),
        _divisions=divisions,
        _offices=tuple(loaded.offices),
        _offers=tuple(loaded.offers),
        _fees=tuple(loaded.fees),
        _waivers=tuple(loaded.waivers),
        _classes=tuple(loaded.classes),
        _lists=MappingProxyType(loaded.lists),
    )


def _numbered(loaded: Loaded) -> dict[str, Procedure]:
    """The procedures with the number the town prints, where it prints another."""
    numbers = {offer.procedure: offer.number for offer in loaded.offers if offer.number}
    return {key: replace(one, number=numbers.get(key, one.number)) for key, one in loaded.procedures.items()}
