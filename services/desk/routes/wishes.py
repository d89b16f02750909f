"""What a clerk types on the pages of an act, read into values; and the phrases offered to spare the typing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms import answers
from forms.field import Field
from forms.wording import NOTHING
from portal import corrections, decisions, opening
from portal.decisions import Proposal, Seal
from portal.doors import house, now
from portal.inbox import Case
from portal.refused import Refused
from portal.states import Outcome
from portal.words import N_
from services.desk import rules
from services.desk.actions import standing
from services.desk.actions.outcomes import Wish
from services.desk.rules import Act

Form = MultiDict[str, str]
# A resident gets this long to answer when the clerk names no other day: two weeks of open days.
USUAL_DAYS = 10
_DAY = Field(key="day", kind="date", label=NOTHING)

CORRECTION: Sequence[str] = (
    N_("空いているところに書いてください。"),
    N_("書かれた内容を確かめられませんでした。もう一度確かめて書いてください。"),
    N_("住民票に登録されている内容と違います。登録のとおりに書いてください。"),
    N_("日付を確かめて、書き直してください。"),
    N_("この電話番号ではつながりませんでした。日中につながる番号を書いてください。"),
)
RETURN: Sequence[str] = (
    N_("この手続きの対象ではないため、お返しします。"),
    N_("同じ内容の申し込みがすでに届いているため、お返しします。"),
    N_("お申し出により、お返しします。"),
    N_("直していただく期限までにお返事がなかったため、お返しします。"),
)
PHRASES: Mapping[Act, Sequence[str]] = {Act.CORRECT: CORRECTION, Act.RETURN: RETURN}


def composed(form: Form, phrases: Sequence[str], locale: str) -> str:
    """The ticked phrases and what was written below them, in the resident's language where we have the words."""
    ticked = [
        phrases[int(one)] for one in form.getlist("phrase") if one.isdigit() and int(one) < len(phrases)
    ]
    written = form.get("text", "").strip()
    japanese = [house().words.words("ja").text(one) for one in ticked]
    theirs = [house().words.words(locale).text(one) for one in ticked]
    lines = [*japanese, *(line for line in theirs if line not in japanese), written]
    return "\n".join(line for line in lines if line)


def correction(form: Form, locale: str) -> Wish:
    """What is to be put right, why, until when."""
    typed = form.get("due", "")
    return Wish(form.getlist("fields"), composed(form, CORRECTION, locale), day(typed, "correction_due_day"))


def proposal(form: Form) -> Proposal:
    """What is put before the approver."""
    kind, seal = form.get("kind", ""), form.get("seal", "")
    if kind not in set(Outcome):
        raise Refused("outcome_needed", status=422)
    return Proposal(
        Outcome(kind),
        form.get("text", "").replace("\r\n", "\n"),
        Seal(seal) if seal in set(Seal) else Seal.OMITTED,
    )


def day(typed: str, code: str) -> date:
    """A day as a date input sends it, or however somebody writes it in a browser without one."""
    found = answers.read(_DAY, {"year": typed}, opening.today(now()))
    if not isinstance(found.value, str):
        raise Refused(code, status=422)
    return date.fromisoformat(found.value)


def offered(session: Session, case: Case, wanted: Act) -> dict[str, Any]:
    """What the page of an act has to choose from."""
    found: dict[str, Any] = {"phrases": PHRASES.get(wanted, ()), "longest": rules.LONGEST_NOTE}
    if wanted is Act.CORRECT:
        today = opening.today(now())
        office = standing.answering(session, case.division, today).office
        usual = opening.add_open_days(house().pack, office, today, USUAL_DAYS)
        asks = corrections.correctable(session, case)
        after = corrections.after_due(session, case).value
        found |= {"fields": asks, "usual": usual, "after": after, "longest": corrections.LONGEST_REASON}
    if wanted is Act.PROPOSE:
        kinds = rules.offered(decisions.kinds(session, case), standing.deciding(session, case))
        found |= {"kinds": [str(one) for one in kinds], "longest": decisions.LONGEST_REASON}
    if wanted is Act.DECIDE:
        found["pending"] = decisions.pending(session, case)
        found["proposal_reason"] = decisions.reason(session, case, found["pending"])
        office = standing.answering(session, case.division, opening.today(now())).office
        found["usual"] = opening.next_open_day(house().pack, office, opening.today(now()))
    return found
