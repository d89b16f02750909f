"""What was typed already and goes along in the form: to another time, to the table of free times, or into the line."""

from datetime import datetime, timedelta

from flask import request

from services.reservations.actions.wishes import Wish

Pairs = list[tuple[str, str]]
# The time itself, which is chosen anew, and what makes a form a form.
_PLACE = frozenset({"building", "unit", "from", "until", "token", "step", "_token"})
# How long it was to be, so that the next time ends as late after its beginning.
_LONG = "long"
_LONGEST = 24 * 60
# What is asked before a time is held; all else was typed further on, about whoever it is for.
_USE = frozenset({"purpose", "people", "who", _LONG})


def carried() -> Pairs:
    """What was typed about whoever it is for, which no refusal may lose."""
    return [(name, value) for name, value in along() if name not in _USE]


def along() -> Pairs:
    """Everything that was typed, but for the time."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _PLACE]


def with_use(wish: Wish) -> Pairs:
    """The same for a wish that was refused: how it is used stands in the wish, the rest in the form."""
    long = (wish.ends - wish.starts) // timedelta(minutes=1)
    use = [
        ("purpose", wish.purpose),
        ("people", str(wish.people)),
        ("who", wish.who.value),
        (_LONG, str(long)),
    ]
    return use + carried()


def same_end(starts: datetime) -> str:
    """When a use as long as the one before would end; nothing where none went before."""
    typed = request.form.get(_LONG, "")
    if not typed.isdecimal() or not len(typed) < 6 or int(typed) > _LONGEST:
        return ""
    return (starts + timedelta(minutes=int(typed))).isoformat()
