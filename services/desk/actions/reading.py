"""A case opened for the desk: what was answered, what changed, what was said and sent; every look leaves an audit row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from forms import journey, show
from forms.field import Field
from forms.procedure import Procedure
from forms.text import glyphs_to_confirm
from forms.wording import NOTHING, Wording
from portal import audit, corrections, decisions, editions, files, inbox, replies, shielded
from portal.conversation import FIELD
from portal.corrections import Change, Correction
from portal.db import writing
from portal.decisions import Decision
from portal.inbox import Case, CaseEvent
from portal.people import StaffSeat, staff_names
from portal.vault import Unreadable
from services.desk.actions.sent import Sent, told_so_far
from services.desk.actions.standing import find, pack_of

# Whose shape a clerk has to compare with the register.
_WRITTEN = ("name", "address", "text")


@dataclass(frozen=True)
class Row:
    """One answer as the page shows it."""

    key: str
    label: Wording
    shown: str
    sensitive: bool = False
    glyphs: tuple[str, ...] = ()
    # It says where somebody is whose whereabouts are shielded, so that it is not shown here.
    hidden: bool = False


@dataclass(frozen=True)
class Group:
    """The answers of one step of the form."""

    title: Wording
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Asked:
    """A correction as the page shows it: what was asked, until when, and what came of it."""

    correction: Correction
    reason: str
    fields: tuple[Row, ...]
    changes: tuple[tuple[Row, str, str, bool], ...]


@dataclass(frozen=True)
class Proposed:
    """A proposal as the page shows it."""

    decision: Decision
    reason: str
    proposed_by: str
    decided_by: str


@dataclass(frozen=True)
class Event:
    """One line of the history with who did it."""

    line: CaseEvent
    note: str | None
    who: str


@dataclass(frozen=True)
class Attached:
    """A document that was handed in."""

    id: UUID
    name: str
    size: int
    media_type: str
    label: Wording


@dataclass(frozen=True)
class Opened:
    """Everything about a case that a clerk sees."""

    case: Case
    procedure: Procedure | None
    groups: tuple[Group, ...]
    events: tuple[Event, ...]
    asked: tuple[Asked, ...]
    proposed: tuple[Proposed, ...]
    attached: tuple[Attached, ...]
    sent: tuple[Sent, ...]
    erased: bool

    @property
    def other_form(self) -> bool:
        """Whether the form has changed since it was filled in."""
        return self.procedure is not None and self.procedure.digest != self.case.form_digest


def open_case(session: Session, seat: StaffSeat, case_id: UUID, now: datetime) -> Opened:
    """The whole case, once the look is in the audit."""
    case = find(session, seat, case_id)
    look(session, seat, "viewed", case.id, now)
    procedure = editions.of(session, case)
    try:
        held, erased = inbox.answers(session, case), False
    except Unreadable:
        # Its time was over, or the resident asked for it: what was personal is gone, the rest still counts.
        return Opened(case, procedure, (), (), (), (), (), (), erased=True)
    return Opened(
        case=case,
        procedure=procedure,
        groups=groups(session, procedure, held, shield=case.shielded),
        events=events(session, case),
        asked=tuple(_asked(session, case, one) for one in corrections.every(session, case)),
        proposed=tuple(_proposed(session, case, one) for one in decisions.every(session, case)),
        attached=_attached(session, case),
        sent=told_so_far(session, case, held),
        erased=erased,
    )


def look(session: Session, seat: StaffSeat, verb: str, case_id: UUID, now: datetime) -> None:
    """Write down that somebody looked, before it is shown."""
    with writing(session):
        audit.saw(session, "staff", seat.id, verb, "case", case_id, now)


def groups(
    session: Session, procedure: Procedure | None, held: Mapping[str, Any], *, shield: bool = False
) -> tuple[Group, ...]:
    """The answers in the order in which they were asked; what the form no longer asks comes last."""
    show_row = _row_of_shielded(session) if shield else row
    found: list[Group] = []
    left = {key: value for key, value in held.items() if key not in journey.BESIDE}
    for step in procedure.steps if procedure else ():
        rows = tuple(show_row(one.field, left.pop(one.key)) for one in step.asks if one.key in left)
        if rows:
            found.append(Group(step.title, rows))
    dictionary = pack_of(session).dictionary
    # How to answer belongs to no step of the form, and is no leftover of an older one either.
    asked = tuple(
        show_row(dictionary[key], left.pop(key)) for key in (replies.KEY, replies.FAX) if left.get(key)
    )
    found += [Group(replies.TITLE, asked)] if asked else []
    if left:
        rest = tuple(show_row(dictionary.get(key) or _unknown(key), value) for key, value in left.items())
        found.append(Group(NOTHING, rest))
    return tuple(found)


def row(field: Field, value: Any) -> Row:
    """An answer as it was typed; characters whose shape must be compared are named."""
    shown = str(value) if field.kind == "long_text" and value else show.plain(field, value, "ja")
    # One item a line: that is how two versions of a list are compared.
    shown = shown.replace(" ／ ", "\n") if field.kind == "group" else shown
    glyphs = glyphs_to_confirm(shown) if field.kind in _WRITTEN else ()
    return Row(field.key, field.label, shown, field.sensitivity == "sensitive", glyphs)


def _row_of_shielded(session: Session) -> Callable[[Field, Any], Row]:
    """Of a shielded case only the label is told of an address or a contact, and of a list what else stands in it."""
    dictionary = pack_of(session).dictionary

    def shown(field: Field, value: Any) -> Row:
        if shielded.hides(dictionary.get(field.key)):
            return Row(field.key, field.label, "", hidden=True)
        return row(field, shielded.cover({field.key: value}, dictionary)[field.key])

    return shown


def events(session: Session, case: Case) -> tuple[Event, ...]:
    """The history, the newest first, as a clerk wants to read it."""
    lines = inbox.history(session, case, public_only=False)
    names = staff_names(session, frozenset(line.actor_id for line, _ in lines if line.actor_id))
    return tuple(
        Event(
            line, shielded.note(case, line.kind, text), names.get(line.actor_id, "") if line.actor_id else ""
        )
        for line, text in reversed(lines)
    )


def since(session: Session, case: Case, seen: str) -> tuple[Event, ...]:
    """What happened after the page that a clerk looked at was made."""
    return tuple(one for one in events(session, case) if str(one.line.id) > seen)


def latest(found: Sequence[Event]) -> str:
    """What a page carries along, so that it can be told later what it had not seen."""
    return str(max((one.line.id for one in found), default=""))


def one_file(
    session: Session, seat: StaffSeat, case_id: UUID, file_id: UUID, now: datetime
) -> files.StoredFile | None:
    """A document of a case, once the look is in the audit."""
    case = find(session, seat, case_id)
    found = next((one for one in files.of(session, "case", case.id) if one.id == file_id), None)
    if found is not None:
        with writing(session):
            audit.saw(session, "staff", seat.id, "opened", "file", found.id, now)
    return found


def due_days(asked: Sequence[Asked]) -> dict[UUID, date]:
    """Until when each open request waits."""
    return {one.correction.id: one.correction.due_on for one in asked if one.correction.answered_at is None}


def _asked(session: Session, case: Case, correction: Correction) -> Asked:
    dictionary, form = pack_of(session).dictionary, editions.of(session, case)
    changes = corrections.difference(session, correction)
    show_row = _row_of_shielded(session) if case.shielded else row

    def field(key: str) -> Field:
        # As the form asks it: a list knows only there what it asks about each item.
        asked = form.ask(key) if form else None
        return asked.field if asked else dictionary.get(key) or _unknown(key)

    def told(change: Change) -> tuple[Row, str, str, bool]:
        before = show_row(field(change.field), change.before)
        after = show_row(field(change.field), change.after)
        return after, before.shown, after.shown, change.changed

    return Asked(
        correction=correction,
        reason=corrections.reason(session, case, correction),
        fields=tuple(Row(key, field(key).label, "") for key in correction.fields),
        changes=tuple(told(change) for change in changes),
    )


def _proposed(session: Session, case: Case, decision: Decision) -> Proposed:
    people = (decision.proposed_by, decision.decided_by)
    names = staff_names(session, frozenset(one for one in people if one))
    proposed_by, decided_by = (names.get(one, "") if one else "" for one in people)
    return Proposed(decision, decisions.reason(session, case, decision), proposed_by, decided_by)


def _attached(session: Session, case: Case) -> tuple[Attached, ...]:
    dictionary = pack_of(session).dictionary
    return tuple(
        Attached(
            id=one.id,
            name=files.name(session, one),
            size=one.size,
            media_type=one.media_type,
            label=(dictionary.get(one.field) or _unknown(one.field)).label,
        )
        for one in files.of(session, "case", case.id)
        if one.field != FIELD  # What came with a message is shown beside it.
    )


def _unknown(key: str) -> Field:
    return Field(key=key, kind="text", label=Wording({"ja": key}))
