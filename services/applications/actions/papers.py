"""Papers for the resident: the receipt, the sheet for the counter, the request by post."""

from datetime import date

from sqlalchemy.orm import Session

from forms import journey, show
from forms.qr import svg
from portal import inbox, ledger
from portal.db import writing
from portal.inbox import Case
from portal.opening import TOKYO, next_opening, today
from portal.pack import Pack
from portal.pack_sheets import RECEIPT
from portal.printing import Printer
from services.applications.actions.drafts import Open


def receipt(
    session: Session, case: Case, pack: Pack, printer: Printer, lang: str, address: str, day: date
) -> bytes:
    """受付の控え: what arrived and when; never a certificate."""
    procedure, answers = pack.procedures[case.procedure], inbox.answers(session, case)
    division = pack.division(case.division, day)
    taken = case.accepted_at or next_opening(pack, division.office, case.arrived_at)
    asked = [ask for step in journey.path(procedure, answers) for ask in journey.asks(step, answers)]
    return printer.sheet(
        RECEIPT,
        lang=lang,
        procedure=procedure,
        division=division,
        office=pack.office(division.office, day),
        number=case.receipt_no,
        arrived=f"{show.day(today(case.arrived_at), lang)} {case.arrived_at.astimezone(TOKYO):%H:%M}",
        accepted=f"{show.day(today(taken), lang)} {taken.astimezone(TOKYO):%H:%M}",
        expected=show.day(case.due_on, lang) if case.due_on else "",
        rows=[(ask.label.say(lang).text, show.plain(ask.field, answers.get(ask.key), lang)) for ask in asked],
        files=[],
        address=address,
        qr=svg(case.receipt_no, case.receipt_no),
    )


def sheet(draft: Open, printer: Printer, lang: str, day: date) -> bytes:
    """The paper to take to the counter or to post, filled in with what was answered."""
    return printer.pdf(printer.sheets.request(draft.procedure.key, draft.answers, lang, day))


def count(session: Session, draft: Open, pack: Pack, day: date) -> None:
    """Preparation counts as preparation, never as something filed online."""
    with writing(session):
        ledger.event(
            session,
            "printed",
            draft.procedure.key,
            draft.way.kind,
            pack.owner(draft.procedure.key, day).id,
            day,
        )
