"""ワンスオンリー: which answers are the typist's own, so that they may be kept and offered to them again.

The default is no: only fields that the dictionary calls one's own, in a request that somebody makes for themselves.
"""

from collections.abc import Mapping

from forms import journey
from forms.field import Value
from forms.procedure import Ask, Procedure

Answers = Mapping[str, Value]
# What is not an answer to repeat: documents are of a day, lists are about several people or things.
_NEVER = ("file", "group")


def is_own(procedure: Procedure, answers: Answers) -> bool:
    """Whether the request is about the one who types it; a question about that which is still open means no."""
    return _is_own(_visible(procedure, answers), answers)


def offered(procedure: Procedure, answers: Answers) -> dict[str, Ask]:
    """The questions on the path that may be filled in from what somebody answered about themselves before."""
    visible = _visible(procedure, answers)
    if not _is_own(visible, answers):
        return {}
    return {ask.key: ask for ask in visible if may_return(ask)}


def kept(procedure: Procedure, answers: Answers) -> dict[str, Value]:
    """The answers of one request that somebody may let us keep for their next one."""
    found = offered(procedure, answers)
    return {
        key: answers[key]
        for key, ask in found.items()
        if answers.get(key) is not None and _holds(ask, answers)
    }


def may_return(ask: Ask) -> bool:
    """Whether a question is about the one who types it, and of a kind that stays true for a while."""
    field = ask.field
    return (
        field.whose == "self"
        and field.kind not in _NEVER
        and (field.sensitivity != "sensitive" or field.reuse)
    )


def _visible(procedure: Procedure, answers: Answers) -> list[Ask]:
    return [ask for _, asked in journey.pages(procedure, answers) for ask in asked]


def _is_own(visible: list[Ask], answers: Answers) -> bool:
    for ask in visible:
        if ask.field.own is not None and answers.get(ask.key) not in ask.field.own:
            return False
        if ask.field.whose == "agent" and answers.get(ask.key):
            return False
    return True


def _holds(ask: Ask, answers: Answers) -> bool:
    return all(answers.get(key) in (None, *values) for key, values in ask.field.own_when)
