"""The report on the page of its case: for whoever sent it, and for the desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import files, i18n, inbox
from portal.doors import now, staff
from portal.inbox import Case
from portal.opening import today
from portal.pack.reports import PROCEDURE
from portal.service import Course
from portal.words import N_, Words
from services.reports.actions import asking, looking
from services.reports.actions.asking import PHOTO, WORK
from services.reports.models import Report
from services.reports.routes.frame import words_of
from services.reports.rules import stages
from services.reports.rules.stages import TONES, WORDS, Stage

MEANS = {
    Stage.REPORTED: N_("お知らせを受け取りました。開庁日に確かめます。"),
    Stage.SEEN: N_("現地を見ました。どう直すかを決めています。"),
    Stage.ARRANGED: N_("直す手配をしました。"),
    Stage.DONE: N_("この困りごとへの対応は終わりました。"),
    Stage.CLOSED: N_("対応を終えました。くわしくは、下のお知らせを見るか、お電話ください。"),
}
LINES = {
    "arrived": N_("知らせが届きました"),
    "accepted": N_("市が読みました"),
    "review": "",
    "report_seen": N_("現地を確かめました"),
    "report_arranged": N_("直す手配をしました"),
    "done": N_("終わりました"),
}


def own(session: Session, case: Case) -> str | None:
    """For whoever sent it: whom to call where it is dangerous now, and how many others are troubled."""
    report = _report(session, case)
    if report is None or case.erased_at is not None:
        return None
    people = looking.counts(session, [report.id])[report.id]
    return i18n.page("reports/own_panel.html", report=report, people=people, **words_of())


def course(session: Session, case: Case, words: Words, now: datetime) -> Course | None:
    """How a report stands, in words of the street and not of an office."""
    report = None if case.erased_at is not None else _report(session, case)
    if report is None:
        return None
    stage = Stage(report.stage)
    return Course(
        word=words.gettext(WORDS[stage]),
        tone=TONES[stage],
        means=words.gettext(MEANS[stage]),
        greeting=words.gettext(N_("お知らせいただき、ありがとうございます")) if stage in stages.OPEN else "",
        words={kind: words.gettext(line) if line else "" for kind, line in LINES.items()},
        ahead=tuple(words.gettext(WORDS[one]) for one in stages.ahead(stage)),
        withdraws=True,
        awaits=False,
    )


def desk(session: Session, case: Case) -> str | None:
    """For the desk: photos, place, the same thing reported by others, how far it is, and what everybody sees."""
    report = _report(session, case)
    if report is None or case.erased_at is not None:
        return None
    near = [one for one in looking.near(session, looking.seen_of(report)) if one.report.id != report.id]
    answers = inbox.answers(session, case)
    return i18n.page(
        "reports/staff/case_panel.html",
        report=report,
        case=case,
        photos=[one for one in files.of(session, "case", case.id) if one.field == PHOTO],
        place=str(answers.get(asking.PLACE) or ""),
        people=looking.counts(session, [report.id])[report.id],
        near=near,
        steps=stages.may_follow(Stage(report.stage)) if case.state in inbox.OPEN else (),
        may_work=staff().may(WORK, case.division),
        today=today(now()),
        **words_of(),
    )


def _report(session: Session, case: Case) -> Report | None:
    """The report of a case, asked only where the case is one."""
    return looking.of_case(session, case.id) if case.procedure == PROCEDURE else None
