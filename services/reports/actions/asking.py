"""The form of a report, whether this town takes any, and who answers for a kind of trouble."""

from datetime import date

from forms.field import Choice
from forms.procedure import Procedure
from portal.pack import Pack
from portal.pack.reports import KIND, PROCEDURE

PHOTO, PLACE, POINT, TEXT, DANGER = (
    "doc_report_photo", "report_place", "report_point", "report_text", "report_danger",
)  # fmt: skip
READ, WORK = "case.read", "case.work"


def form(pack: Pack) -> Procedure:
    """What is asked."""
    return pack.procedure(PROCEDURE)


def offered(pack: Pack, day: date) -> bool:
    """Whether the town takes reports."""
    return pack.offered(PROCEDURE, day)


def kinds(pack: Pack) -> tuple[Choice, ...]:
    """What can be reported, in the order of the page."""
    return pack.dictionary.fields[KIND].choices


def division(pack: Pack, kind: str, day: date) -> str:
    """Who answers for a kind: as the town's file says, else whoever answers for reports."""
    named = pack.reports.divisions.get(kind)
    return pack.division(named, day).id if named else pack.owner(PROCEDURE, day).id
