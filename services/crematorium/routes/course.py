"""How a cremation stands on the page of its case: a time that is kept, no request that somebody decides about."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from portal import days
from portal.inbox import Case
from portal.opening import today
from portal.service import Course
from portal.words import N_, Words, with_ruby, without_readings
from services.crematorium.actions import own
from services.crematorium.actions.own import Own
from services.crematorium.rules.states import OPEN, State

# The state as a chip, its tone, and what it means.
STATES = {
    State.TENTATIVE: (N_("仮予約"), "half", N_("この時間は、あなたのために空けてあります。")),
    State.CONFIRMED: (N_("予約できました"), "done", N_("この時間は、あなたのために空けてあります。")),
    State.HELD: (N_("終わりました"), "full", N_("予約の時間は終わりました。")),
    State.CANCELLED: (N_("取り消しました"), "gone", N_("この予約は取り消されています。")),
    State.LAPSED: (
        N_("期限が過ぎて消えました"),
        "gone",
        N_(
            "火葬許可証の番号を受け取れなかったため、予約は消えました。もう一度予約できます。お困りのときは、お電話ください。"
        ),
    ),
}
# What the history says; what only an office counts is left out.
LINES = {
    "arrived": N_("予約しました"),
    "accepted": "",
    "done": "",
    "cremation_permit": N_("火葬許可証の番号を受け取りました"),
    "booking_cancelled": N_("取り消しました"),
    "withdrawn": N_("取り消しました"),
    "booking_moved": N_("予約を変えました"),
}


def told(session: Session, case: Case, words: Words, now: datetime) -> Course | None:
    """A cremation's course; nothing where the case is none of ours."""
    found = None if case.erased_at is not None else own.of_case(session, case, now)
    if found is None:
        return None
    state = State(found.row.state)
    over = state in OPEN and found.row.ends_at <= now
    word, tone, means = STATES[State.HELD if over else state]
    return Course(
        word=words.gettext(word),
        tone=tone,
        means=words.gettext(means),
        # Nobody is greeted with good news here.
        greeting=words.gettext(N_("予約を受け付けました")) if state in OPEN and not over else "",
        words={kind: words.gettext(line) if line else "" for kind, line in LINES.items()},
        ahead=tuple(_ahead(found, words)) if state in OPEN and not over else (),
        facts=tuple(_facts(found, words)),
        awaits=False,
    )


def _ahead(found: Own, words: Words) -> Iterator[str]:
    if found.row.state == State.TENTATIVE:
        yield words.gettext(N_("火葬許可証の番号を入れる"))
    written = days.day(today(found.first), words.language)
    spoken = words.ruby or words.language.key == "easy"
    yield words.gettext("%(day)sに来る", day=with_ruby(written) if spoken else without_readings(written))


def _facts(found: Own, words: Words) -> Iterator[tuple[str, str]]:
    """For the paper: which furnace, and when."""
    at = found.row.starts_at
    yield (
        found.furnace.title.say(words.language.key).text,
        f"{days.bare_day(today(at), words.language)} {days.hour(at)}",
    )
