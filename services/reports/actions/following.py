"""私も困っている: somebody joins a report instead of making another, is counted once, and hears of its end."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import notify
from portal.db import inserting, new_id, writing
from portal.inbox import Case
from portal.notify import Reach
from portal.opening import today
from portal.pack import Pack
from portal.pack.reports import KIND
from portal.vault import vault_of
from services.reports.actions import looking
from services.reports.models import MAIL, Report, ReportFollower
from services.reports.rules.stages import Stage

MESSAGE = "report_over"


@dataclass(frozen=True)
class Joins:
    """Who joins: as the browser or the resident is known, and where they want to be told."""

    holder: bytes
    locale: str
    mail: str = field(default="", repr=False)


def follow(session: Session, report_id: UUID, joins: Joins, now: datetime) -> Report:
    """Count somebody once; whoever comes again with an address is told by that one."""
    report = looking.open_one(session, report_id)
    case = session.get_one(Case, report.case_id)
    row = {
        "id": new_id(), "report_id": report.id, "holder": joins.holder, "locale": joins.locale, "made_at": now,
        "mail": vault_of(session).seal(session, case.key_id, joins.mail, MAIL) if joins.mail else None,
    }  # fmt: skip
    added = inserting(session, ReportFollower).values(row)
    again = {"mail": row["mail"], "locale": joins.locale} if joins.mail else {"locale": joins.locale}
    with writing(session):
        session.execute(added.on_conflict_do_update(index_elements=["report_id", "holder"], set_=again))
    return report


def tell(session: Session, report: Report, case: Case, now: datetime) -> None:
    """Tell those who follow that it is over, once, and forget where they are; in the caller's writing block."""
    vault = vault_of(session)
    for one in session.scalars(select(ReportFollower).where(ReportFollower.report_id == report.id)):
        if one.mail is None:
            continue
        values = {
            "kind": _kind(session, report, one.locale),
            "done": report.stage == Stage.DONE,
            "reported": today(report.made_at).isoformat(),
        }
        notify.notify(
            session,
            notify.with_line(session, Reach(mail=str(vault.open(session, case.key_id, one.mail, MAIL)))),
            MESSAGE,
            refs={"division": case.division, "procedure": case.procedure},
            values=values,
            locale=one.locale,
            now=now,
            dedupe_key=f"{MESSAGE}:{one.id}",
        )
        one.mail = None


def _kind(session: Session, report: Report, locale: str) -> str:
    pack: Pack = session.info["pack"]
    choice = next((one for one in pack.dictionary.fields[KIND].choices if one.value == report.kind), None)
    return choice.label.say(locale).text if choice else report.kind
