"""Hand over: in one block every form becomes a case and what was typed is erased; then one PDF of all papers, in their order."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.boxes import Filled
from forms.procedure import Assurance, Procedure
from portal import audit, editions, filing, inbox, ledger, shielded
from portal.db import new_id, put, writing
from portal.filing import Handed, Ready
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.sheets import Sheets
from portal.people import StaffSeat
from portal.printing import Printer, Wanted
from portal.refused import Refused
from portal.vault import DataKey, vault_of
from services.window.actions import signing, visits
from services.window.actions.planning import WAY, Plan
from services.window.actions.visits import Open
from services.window.models.visits import PadSignature, Visit
from services.window.rules import identity
from services.window.rules.beside import texts
from services.window.rules.serving import Content

FILED, AFTERWARDS = "window_filed", "window_filed_afterwards"
CONTACTS = ("phone", "email")


def may_hand_over(visit: Open, plan: Plan) -> str:
    """Why it cannot be handed over yet; nothing where it can."""
    if not plan.is_whole:
        return "answers_incomplete"
    if not identity.enough(visit.content.papers):
        return "papers_not_seen"
    # A form that was filled in by hand was read and signed there.
    if visit.row.confirmed_at is None and visit.row.arrived_at is None:
        return "visit_unconfirmed"
    return ""


def hand_over(
    session: Session, seat: StaffSeat, visit: Open, plan: Plan, pack: Pack, sheets: Sheets, now: datetime
) -> tuple[Case, ...]:
    """到達 of everything at once, or of nothing; a second press finds what the first one made."""
    if why := may_hand_over(visit, plan):
        raise Refused(why, status=422)
    arrived = visit.row.arrived_at or now
    keys = {one.key: new_id() for one in plan.together.lasting}
    rows = [vault_of(session).key_row(session, key) for key in keys.values()]
    made = [
        (_ready(session, visit, plan, one, keys[one.key], pack, arrived), boxes_filled(sheets, plan, one))
        for one in plan.together.lasting
    ]
    with writing(session):
        row = _taken(session, visit)
        if row.handed_at is not None:
            return cases_of(session, row)
        put(session, DataKey, rows)
        found = tuple(_arrive(session, seat, one, boxes, visit, now) for one, boxes in made)
        row.cases = [str(case.id) for case in found]
        row.handed_at = now
        visits.erase(session, row, now)
        audit.did(session, "staff", seat.id, "handed_over", "visit", row.id, now)
    return found


def cases_of(session: Session, row: Visit) -> tuple[Case, ...]:
    """What a visit became, in the order of the papers."""
    ids = [UUID(one) for one in row.cases]
    found = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}
    return tuple(found[one] for one in ids if one in found)


def packet(session: Session, seat: StaffSeat, row: Visit, printer: Printer, now: datetime) -> bytes:
    """One PDF of all forms in their order; the first one ends the time at the counter."""
    cases = cases_of(session, row)
    pdf = printer.packet([wanted(session, case) for case in cases], seat.name, now)
    with writing(session):
        kept = session.get(Visit, row.id, with_for_update=True, populate_existing=True)
        for case in cases:
            audit.saw(session, "staff", seat.id, "printed_request", "case", case.id, now)
        if kept is not None and kept.printed_at is None:
            kept.printed_at = now
            _count_minutes(session, kept, now)
    return pdf


def _ready(
    session: Session,
    visit: Open,
    plan: Plan,
    procedure: Procedure,
    key_id: UUID,
    pack: Pack,
    arrived: datetime,
) -> Ready:
    way, answers = procedure.way(WAY), plan.together.own(procedure.key)
    if way is None:
        raise Refused("way_does_not_hand_in")
    handed = Handed(
        # The same visit and procedure can never become two cases.
        origin=uuid5(visit.id, procedure.key),
        procedure=procedure,
        way=way,
        answers=answers,
        key_id=key_id,
        locale=visit.content.locale,
        channel="window",
        # Somebody who shows their papers is at least as well known as somebody who signs in.
        assurance=int(Assurance.login),
        safe_way=visit.content.safe_way,
    )
    return filing.ready(session, handed, pack, arrived)


def _taken(session: Session, visit: Open) -> Visit:
    """The visit as it was read, locked; refused where somebody typed meanwhile."""
    newest = select(Visit).where(Visit.id == visit.id).with_for_update()
    seen, row = visit.row.version, session.scalar(newest.execution_options(populate_existing=True))
    if row is None or (row.ended_at is not None and row.handed_at is None):
        raise Refused("visit_gone", status=404)
    if row.handed_at is None and row.version != seen:
        raise Refused("visit_changed", status=409)
    return row


def _arrive(session: Session, seat: StaffSeat, made: Ready, boxes: int, visit: Open, now: datetime) -> Case:
    content, arrived = visit.content, visit.row.arrived_at

    def beside(session: Session, case: Case) -> None:
        text = "、".join(identity.PAPERS[key].words for key in content.papers)
        kind = FILED if arrived is None else AFTERWARDS
        inbox.note(session, case, kind, Actor("staff", seat.id), now, public=False, text=text)
        _keep_pad(session, case, content, now)
        audit.did(session, "staff", seat.id, "entered", "case", case.id, now)

    case = filing.arrive(session, made, now, beside)
    ledger.event(
        session,
        "prefilled",
        case.procedure,
        "window",
        case.division,
        today(now),
        n=boxes,
    )
    return case


def _keep_pad(session: Session, case: Case, content: Content, now: datetime) -> None:
    if path := content.pads.get(case.procedure):
        sealed = vault_of(session).seal(session, case.key_id, path, signing.PAD)
        put(session, PadSignature, {"case_id": case.id, "sealed": sealed, "signed_at": now})


def boxes_filled(sheets: Sheets, plan: Plan, procedure: Procedure) -> int:
    """How many boxes of the paper nobody had to write; where a layout has no boxes, how many answers stand in it."""
    answers = plan.together.own(procedure.key)
    drawn = sheets.boxes(procedure.key, answers)
    filled = Filled(procedure, answers)
    if drawn:
        return sum(1 for one in drawn if filled.text(one))
    return sum(1 for text in map(str, texts(answers)) if text)


def wanted(session: Session, case: Case) -> Wanted:
    """A case's paper as it was filed, with what was drawn on the tablet."""
    answers, form = shielded.told(session, case), editions.of(session, case)
    return Wanted(
        case.procedure, answers, case.locale, case.receipt_no, form, signing.signature(session, case)
    )


def _count_minutes(session: Session, row: Visit, now: datetime) -> None:
    """From the first question to the paper, and of that from the resident's word to the paper."""
    key, day = row.event or "procedures", today(now)
    whole = (now - row.started_at).total_seconds() / 60
    ledger.event(session, "counter_minutes", key, "window", row.division, day, value=round(whole, 1))
    if row.confirmed_at is not None:
        rest = (now - row.confirmed_at).total_seconds() / 60
        ledger.event(session, "counter_minutes", key, "window/print", row.division, day, value=round(rest, 1))
