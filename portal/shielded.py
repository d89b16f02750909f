"""住所・連絡先を知られたくない (支援措置): the one rule that every output asks before it says where somebody is.

Whatever leaves a case (paper, list, label, letter, mail, CSV, API) takes its answers from `told`, and whatever writes to
the person asks `may_go`. Only a clerk who pressed for it, with an audit row, sees what `inbox.answers` holds.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from forms import journey
from forms.dictionary import Dictionary
from forms.field import Field
from portal import inbox
from portal.inbox import Case

# What says where somebody is or how they are reached, whoever it is about: a former address betrays as well.
HIDDEN = frozenset({"address", "phone", "email"})
# The ways somebody can name as safe; at the counter nothing is sent at all.
COUNTER = "counter"
WAYS = ("mail", "telephone", "letter", COUNTER)


def hides(field: Field | None) -> bool:
    """Whether an answer to this field must not leave a shielded case; what nobody knows any more stays inside too."""
    return field is None or field.kind in HIDDEN


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
