"""Papers before anything is handed in: the sheet for the counter, the request by post."""

from datetime import date

from sqlalchemy.orm import Session

from portal import ledger
from portal.db import writing
from portal.pack import Pack
from portal.printing import Printer, Wanted
from services.applications.actions.drafts import Open


def sheet(draft: Open, printer: Printer, lang: str, day: date) -> bytes:
    """The paper to take to the counter or to post, filled in with what was answered."""
    return printer.request(Wanted(draft.procedure.key, draft.answers, lang), day)


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
