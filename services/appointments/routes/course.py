"""How an appointment stands in the words of whoever has it: booked, waiting for a place, come, called off."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from portal import days
from portal.inbox import Case
from portal.opening import today
from portal.service import Course
from portal.words import N_, Words, with_ruby, without_readings
from services.appointments.actions import own
from services.appointments.actions.own import Own
from services.appointments.rules.states import State

# The state as a chip, its tone, and what it means.
STATES = {
    State.BOOKED: (N_("予約できました"), "done", N_("この時間は、あなたのために空けてあります。")),
    State.WAITING: (
        N_("空きを待っています"),
        "half",
        N_("空いたら、待っている順に席を用意してお知らせします。"),
    ),
    State.APPLIED: (
        N_("抽選を待っています"),
        "half",
        N_("申し込みが届いています。抽選のあと、結果をお知らせします。"),
    ),
    State.LOST: (N_("落選しました"), "gone", N_("申し込みが多く、席を用意できませんでした。")),
    State.CAME: (N_("来ました"), "full", N_("お越しいただき、ありがとうございました。")),
    State.MISSED: (
        N_("来られませんでした"),
        "no",
        N_("来られた記録がありません。まちがいのときは、お電話ください。"),
    ),
    State.CANCELLED: (N_("取り消しました"), "gone", N_("この予約は取り消されています。")),
    State.CALLED_OFF: (
        N_("中止になりました"),
        "no",
        N_("市の都合で中止になりました。ほかの日を選び直せます。"),
    ),
}
_OVER = (N_("終わりました"), "full", N_("予約の時間は終わりました。"))
_GREETINGS = {
    State.BOOKED: N_("予約できました"),
    State.WAITING: N_("空きを待つ列に入りました"),
    State.APPLIED: N_("抽選に申し込みました"),
}
# What the history says; what only an office counts is left out.
LINES = {
    "arrived": N_("予約しました"),
    "accepted": "",
    "done": "",
    "booking_cancelled": N_("取り消しました"),
    "booking_moved": N_("日時が変わりました"),
}


def told(session: Session, case: Case, words: Words, now: datetime) -> Course | None:
    """An appointment's course; nothing where the case is none of ours."""
    if case.erased_at is not None:
        return None
    owns = own.of_case(session, case, now)
    if not owns:
        return None
    # Of two doses the one that is still to come says how it stands.
    one = next((each for each in owns if each.changes), owns[-1])
    state = State(one.row.state)
    over = state is State.BOOKED and one.row.ends_at <= now
    word, tone, means = _OVER if over else STATES[state]
    return Course(
        word=words.gettext(word),
        tone=tone,
        means=words.gettext(means),
        greeting=words.gettext(_GREETINGS[state]) if state in _GREETINGS and not over else "",
        words={kind: words.gettext(line) if line else "" for kind, line in LINES.items()},
        ahead=tuple(_ahead(owns, words)),
        facts=tuple(_facts(owns, words)),
    )


def _ahead(owns: tuple[Own, ...], words: Words) -> Iterator[str]:
    for one in owns:
        if one.changes and one.row.state == State.BOOKED:
            written = days.day(today(one.row.starts_at), words.language)
            spoken = words.ruby or words.language.key == "easy"
            yield words.gettext(
                "%(day)sに来る", day=with_ruby(written) if spoken else without_readings(written)
            )


def _facts(owns: tuple[Own, ...], words: Words) -> Iterator[tuple[str, str]]:
    """For the paper: what, and when."""
    lang = words.language.key
    for one in owns:
        if one.changes:
            written = (
                f"{days.bare_day(today(one.row.starts_at), words.language)} {days.hour(one.row.starts_at)}"
            )
            yield one.found.title.say(lang).text, written
