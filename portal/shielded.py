"""住所・連絡先を知られたくない (支援措置): the one rule that every output asks before it says where somebody is.

Whatever leaves a case (paper, list, label, letter, mail, CSV, API) takes its answers from `told`, and whatever writes to
the person asks `may_go`. Only a clerk who pressed for it, with an audit row, sees what `inbox.answers` holds.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms import journey
from forms.dictionary import Dictionary
from forms.field import Field
from portal import inbox, tasks
from portal.inbox import Actor, Case, CaseToken
from portal.people import mail_token
from portal.refused import Refused
from portal.vault import vault_of

# What says where somebody is or how they are reached, whoever it is about: a former address betrays as well.
HIDDEN = frozenset({"address", "postcode", "phone", "email"})
# The ways somebody can name as safe; at the counter nothing is sent at all.
COUNTER = "counter"
# A line of the history that holds who called and from which number.
CALLED = "telephone_filed"
WAYS = ("mail", "telephone", "letter", COUNTER)


def hides(field: Field | None) -> bool:
    """Whether an answer to this field must not leave a shielded case; what nobody knows any more stays inside too."""
    return field is None or field.kind in HIDDEN


def note(case: Case, kind: str, text: str | None) -> str | None:
    """What may be shown of a note in a case's history."""
    return None if case.shielded and kind == CALLED else text


def told(session: Session, case: Case) -> dict[str, Any]:
    """The answers of a case as any output may show them: all of them, or those that do not say where somebody is."""
    answers = inbox.answers(session, case)
    return cover(answers, session.info["pack"].dictionary) if case.shielded else answers


def cover(answers: Mapping[str, Any], dictionary: Dictionary) -> dict[str, Any]:
    """Answers without addresses and contacts, those about each item of a group included."""
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        field = dictionary.get(key)
        if field is not None and field.kind == "group" and isinstance(value, list):
            kept[key] = [cover(item, dictionary) for item in value]
        elif key in journey.BESIDE or not hides(field):
            kept[key] = value
    return kept


def may_go(case: Case, way: str) -> bool:
    """Whether something may be sent to the person of a case by this way; a letter also waits for a clerk."""
    if not case.shielded:
        return True
    return way == case.safe_way and (way != "letter" or case.shield_confirmed_at is not None)


def holds_back(session: Session, refs: Mapping[str, str], way: str) -> bool:
    """Whether what was to be sent about a case must not go: it may have been shielded since it was written."""
    case = session.get(Case, UUID(refs["case"])) if refs.get("case") else None
    return case is not None and not may_go(case, way)


def begin(session: Session, case: Case, way: str, by: Actor, now: datetime) -> None:
    """Shield a case that is here already, inside the caller's block; a clerk still confirms it with the person."""
    if way not in WAYS:
        raise Refused("safe_way_needed", status=422)
    case.shielded, case.safe_way, case.shield_confirmed_at = True, way, None
    case.version += 1
    mail = inbox.answers(session, case).get("email")
    if mail and way != "mail":
        # Whoever shares the address would else find the case in 「申請の一覧」 by signing in with it.
        token = mail_token(vault_of(session), str(mail))
        session.execute(delete(CaseToken).where(CaseToken.case_id == case.id, CaseToken.token == token))
    inbox.note(session, case, "shielded", by, now, public=False)
    inbox.remind(session, case, now)


def confirm(session: Session, case: Case, by: Actor, now: datetime) -> None:
    """支援措置確認: a clerk spoke with the person, so that a letter may go where they said."""
    if not case.shielded or case.shield_confirmed_at:
        raise Refused("state_not_possible", state=case.state, to="shield_confirmed")
    case.shield_confirmed_at = now
    case.version += 1
    inbox.note(session, case, "shield_confirmed", by, now, public=False)
    tasks.close(session, inbox.shield_task(case), by.id, now)


def lift(session: Session, case: Case, by: Actor, now: datetime, text: str) -> None:
    """The person no longer wishes it; who told the clerk, and how, stands in the history."""
    if not case.shielded:
        raise Refused("state_not_possible", state=case.state, to="shield_lifted")
    case.shielded, case.safe_way, case.shield_confirmed_at = False, "", None
    case.version += 1
    inbox.note(session, case, "shield_lifted", by, now, public=False, text=text)
    tasks.close(session, inbox.shield_task(case), by.id, now)
