"""One procedure as its file tells it: who, what, how far it goes, its ways and its questions."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from forms import circles, conditions, steps, terms, ways
from forms import dictionary as dictionaries
from forms.computed import Computed
from forms.dictionary import Dictionary
from forms.faults import Broken
from forms.field import Field
from forms.reading import Table, raise_all
from forms.steps import Ask, Asked, Step
from forms.terms import AfterDue, Deadline, Exit, Layout, Link, Period, State
from forms.ways import Acceptance, Assurance, Box, Completes, Decision, Fee, First, Sign, Way
from forms.wording import Wording

__all__ = [
    "Acceptance",
    "AfterDue",
    "Ask",
    "Assurance",
    "Box",
    "Completes",
    "Deadline",
    "Decision",
    "Exit",
    "Fee",
    "First",
    "Layout",
    "Link",
    "Period",
    "Procedure",
    "Sign",
    "State",
    "Step",
    "Way",
    "read",
]


@dataclass(frozen=True)
class Procedure:
    """A whole procedure."""

    key: str
    title: Wording
    summary: Wording
    verb: Wording
    search: tuple[str, ...]
    number: str
    # Under which heading of the list of all procedures it stands.
    topic: str
    division: str
    law: str
    who: Wording
    bring: tuple[Wording, ...]
    minutes: int | None
    deadline: Wording
    processing_days: int | None
    fee: Fee | None
    # What it costs is known only after the office has looked at it, so that no page may call it free.
    fee_later: bool
    first: First | None
    individual_number_box: Box
    acceptance: Acceptance
    decision: Decision
    exemption: bool
    sheet: str
    completes: Completes
    remains: Wording
    link: str
    valid_from: date | None
    valid_to: date | None
    ways: tuple[Way, ...]
    steps: tuple[Step, ...]
    computed: tuple[Computed, ...]
    exits: tuple[Exit, ...] = ()
    opening: tuple[Period, ...] = ()
    deadline_from: Deadline | None = None
    links: tuple[Link, ...] = ()
    state: State = State.PUBLISHED
    layout: Layout = Layout.PAGES
    # 文書分類: its class says how long a case is kept; `retention_years` only where this procedure differs from its class.
    document_class: str = ""
    retention_years: int | None = None
    after_due: AfterDue = AfterDue.WAIT
    # 事務処理要領 asks for 署名 or 記名 by form, so a file that says nothing gets the careful one.
    sign: Sign = Sign.OWN_HAND
    # The digest of the form a case was made with, which a later release would reckon otherwise.
    kept_digest: str = ""
    # The file and its fields as they were read, from which `edition` is made for the few that are ever asked for one.
    source: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    def way(self, kind: str) -> Way | None:
        return next((way for way in self.ways if way.kind == kind), None)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def ask(self, key: str) -> Ask | None:
        """A question by its key; those of a group's items are found too."""
        return next((ask for ask in self.every_ask if ask.key == key), None)

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for step in self.steps for ask in step.asks)

    @property
    def every_ask(self) -> tuple[Ask, ...]:
        """Every question, those about each item of a group among them."""
        return tuple(
            ask for step in self.steps for ask in (*step.asks, *(step.repeat.asks if step.repeat else ()))
        )

    @cached_property
    def digest(self) -> str:
        """A name for exactly this form, as a case is made with it; reckoned when the first one asks, not at every start."""
        return self.kept_digest or _digest(self.source.get("procedure", {}), self.steps)

    @property
    def edition(self) -> bytes:
        """The file and its fields, small and closed, to be read again by `restored`."""
        return zlib.compress(json.dumps(self.source, ensure_ascii=False, default=str).encode())

    @property
    def needs_today(self) -> bool:
        """Whether its questions depend on the day on which they are answered."""
        return any(one.needs_today for one in self.computed)


def read(key: str, mapping: Mapping[str, object], dictionary: Dictionary) -> Procedure:
    """Read one procedure file; raises Broken with every fault in it."""
    faults: list[Broken] = []
    table = Table(mapping, "", faults)
    if not steps.KEY.fullmatch(key):
        faults.append(Broken("", f"手続きの名前に使えません: {key}"))
    found_ways = tuple(ways.read_way(entry) for entry in table.tables("way"))
    found = steps.read(table, dictionary)
    procedure = _with_terms(_whole(key, table, found_ways, found), table, found)
    table.finish()
    _check(procedure, table)
    faults.extend(circles.find(mapping))
    raise_all(faults)
    asked = {ask.key: dictionary.entries.get(ask.key, {}) for ask in procedure.every_ask}
    return replace(procedure, source={"procedure": mapping, "fields": asked})


def restored(key: str, digest: str, edition: bytes) -> Procedure:
    """A procedure as it was when a case was made with it; raises Broken where this release cannot read it."""
    kept = json.loads(zlib.decompress(edition))
    # Until when it was offered matters to nobody who looks at a case.
    mapping = {
        name: value for name, value in kept["procedure"].items() if name not in ("valid_from", "valid_to")
    }
    return replace(read(key, mapping, dictionaries.read(kept["fields"])), kept_digest=digest)


def _whole(key: str, table: Table, found: tuple[Way, ...], asked: Asked) -> Procedure:
    return Procedure(
        key=key,
        title=table.wording("title", needed=True),
        summary=table.wording("summary", needed=True),
        verb=table.wording("verb"),
        search=table.strings("search"),
        number=table.text("number"),
        topic=table.text("topic"),
        division=table.text("division", needed=True),
        law=table.text("law"),
        who=table.wording("who"),
        bring=table.wordings("bring"),
        minutes=table.integer("minutes"),
        deadline=table.wording("deadline"),
        processing_days=table.integer("processing_days"),
        fee=ways.read_fee(table),
        fee_later=table.flag("fee_later"),
        first=ways.read_first(table),
        individual_number_box=table.one_of("individual_number_box", Box, Box.NONE),
        acceptance=table.one_of("acceptance", Acceptance, Acceptance.CLERK),
        # Where a file says nothing, the careful way is taken.
        decision=table.one_of("decision", Decision, Decision.TWO_STEPS),
        exemption=table.flag("exemption"),
        sheet=table.text("sheet"),
        completes=ways.completes(table),
        remains=table.wording("remains"),
        link=table.text("link"),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        ways=found,
        steps=asked.steps,
        computed=asked.computed,
    )


def _with_terms(procedure: Procedure, table: Table, asked: Asked) -> Procedure:
    """What it says about time, about those it is not for, and about how it is shown."""
    return replace(
        procedure,
        exits=terms.read_exits(table, asked.known, asked.fields),
        opening=terms.read_periods(table),
        deadline_from=terms.read_deadline(table, asked.fields),
        links=terms.read_links(table),
        state=table.one_of("state", State, State.PUBLISHED),
        layout=table.one_of("layout", Layout, Layout.PAGES),
        document_class=table.text("document_class"),
        retention_years=table.integer("retention_years"),
        after_due=table.one_of("after_due", AfterDue, AfterDue.WAIT),
        sign=table.one_of("sign", Sign, Sign.OWN_HAND),
    )


def _check(procedure: Procedure, table: Table) -> None:
    if procedure.number and not re.fullmatch("[0-9]{4}", procedure.number):
        table.fault("number", "広報番号は数字4桁です")
    ways.says_what_remains(procedure.completes, procedure.remains, procedure.link, table)
    if procedure.way("online") and not procedure.steps:
        table.fault("step", "オンラインの手続きには尋ねる項目が必要です")
    reaches_online = any(way.completes is Completes.ONLINE for way in procedure.ways)
    if procedure.completes is Completes.ONLINE and not reaches_online:
        table.fault("completes", "オンラインで完了する方法（way）がありません")
    if procedure.retention_years is not None and procedure.retention_years < 1:
        table.fault("retention_years", "1以上の年数にしてください")
    # 行政手続法第7条: 申請 with a fault in its form is corrected or refused, and is not simply sent back.
    if procedure.after_due is AfterDue.RETURN and procedure.decision is not Decision.NONE:
        table.fault("after_due", "承認や却下を決める手続きは、返戻にできません")
    for place, way in enumerate(procedure.ways, 1):
        if procedure.way(way.kind) is not way:
            table.fault(f"way[{place}].kind", "同じ方法が二つあります")
        _begins_plainly(procedure, way, table)
        ask = procedure.ask(way.register_address)
        if way.register_address and (ask is None or ask.kind != "address"):
            table.fault(
                f"way[{place}].register_address",
                f"register_address が住所の項目ではありません: {way.register_address}",
            )


def _begins_plainly(procedure: Procedure, way: Way, table: Table) -> None:
    """Nothing is kept before the first page is answered, so nothing can be uploaded or listed on it."""
    start = {conditions.WAY: way.kind}
    for place, step in enumerate(procedure.steps, 1):
        if conditions.hold(step.when, start):
            if step.repeat or any(ask.kind == "file" for ask in step.asks):
                table.fault(f"step[{place}]", "最初のページでは、繰り返しや添付を尋ねられません")
            return


def _digest(mapping: object, asked: tuple[Step, ...]) -> str:
    """A name for exactly this form: the file's content and the fields as they are asked."""
    questions = [_told(one) for step in asked for ask in step.asks for one in (ask.field, *ask.field.inner)]
    whole = json.dumps([mapping, questions], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _told(field: Field) -> list[object]:
    """What of a field a resident sees or must keep to; a release that changes only code changes no digest."""
    words = [dict(wording.texts) for wording in (field.label, field.hint)]
    choices = [[choice.value, dict(choice.label.texts)] for choice in field.choices]
    return [field.key, field.kind, words, field.max, field.min, field.digits, field.from_today, choices]
