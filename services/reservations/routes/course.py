"""How a booking stands in the words of whoever has it: booked, waiting for a word, used, given back."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import days
from portal.inbox import Case
from portal.opening import today
from portal.pack.reliefs import PROCEDURE
from portal.service import Course
from portal.words import N_, Words, with_ruby, without_readings
from services.reservations.actions import own, own_series
from services.reservations.actions.own import Own
from services.reservations.rules.states import State

# The state as a chip, its tone, and what it means.
STATES = {
    State.PENDING: (
        N_("施設が確かめています"),
        "half",
        N_("決まるまで、この時間はほかの方には貸しません。決まったらお知らせします。"),
    ),
    State.CONFIRMED: (N_("予約できました"), "done", N_("この時間は、あなたのために空けてあります。")),
    State.USED: (N_("使いました"), "full", N_("ご利用ありがとうございました。")),
    State.NO_SHOW: (
        N_("来られませんでした"),
        "no",
        N_("来られた記録がありません。まちがいのときは、施設にお電話ください。"),
    ),
    State.REFUSED: (N_("使えません"), "no", N_("申し込みの時間は使えないことになりました。")),
    State.CANCELLED: (N_("取り消しました"), "gone", N_("この予約は取り消されています。")),
}
_OVER = (N_("終わりました"), "full", N_("ご利用の時間は終わりました。"))
_SERIES = (N_("予約できました"), "done", N_("決まった曜日の時間を、下の日に使えます。"))
_GREETINGS = {State.PENDING: N_("申し込みが届きました"), State.CONFIRMED: N_("予約できました")}
# What the history says; what only an office counts is left out.
LINES = {
    "arrived": N_("予約しました"),
    "accepted": "",
    "review": N_("施設が確かめています"),
    "decided": N_("使えることになりました"),
    "done": "",
    "withdrawn": N_("取り消しました"),
    "booking_cancelled": N_("取り消しました"),
    "booking_moved": N_("日時か部屋が変わりました"),
    "booking_used": N_("使いました"),
    "booking_no_show": N_("来られませんでした"),
    "paid": N_("料金を受け取りました"),
    "refunded": N_("料金をお返ししました"),
}


def told(session: Session, case: Case, words: Words, now: datetime) -> Course | None:
    """A booking's course; nothing where the case is none of ours."""
    if case.procedure != PROCEDURE or case.erased_at is not None:
        return None
    found = own.of_case(session, case, now)
    if found is None:
        return _of_series(session, case, words, now)
    state = State(found.row.state)
    over = state is State.CONFIRMED and found.row.ends_at <= now
    word, tone, means = _OVER if over else STATES[state]
    return Course(
        word=words.gettext(word),
        tone=tone,
        means=words.gettext(means),
        greeting=words.gettext(_GREETINGS[state]) if state in _GREETINGS and not over else "",
        words=_lines(case, state, words),
        ahead=tuple(_ahead(found, words)),
        facts=_facts(found, words),
    )


def _of_series(session: Session, case: Case, words: Words, now: datetime) -> Course | None:
    """定期利用: nobody decides any more; its dates stand below."""
    found = own_series.of_case(session, case, now)
    if found is None:
        return None
    word, tone, means = _SERIES if found.coming else _OVER
    lang = words.language.key
    place = f"{found.building.title.say(lang).text} {found.unit.title.say(lang).text}"
    return Course(
        word=words.gettext(word),
        tone=tone,
        means=words.gettext(means),
        words={kind: words.gettext(line) if line else "" for kind, line in LINES.items()},
        facts=((words.text(N_("場所")), place),),
        awaits=False,
    )


def _lines(case: Case, state: State, words: Words) -> dict[str, str]:
    lines = dict(LINES)
    if case.due_on is not None:
        # It was asked for, and somebody decides or decided.
        lines["arrived"] = N_("申し込みが届きました")
    if state is State.REFUSED:
        lines["decided"] = lines["returned"] = N_("使えないことになりました")
    return {kind: words.gettext(word) if word else "" for kind, word in lines.items()}


def _ahead(found: Own, words: Words) -> list[str]:
    if not found.changes:
        return []
    written = days.day(today(found.row.starts_at), words.language)
    spoken = words.ruby or words.language.key == "easy"
    use = words.gettext(
        N_("使う日：%(day)s"), day=with_ruby(written) if spoken else without_readings(written)
    )
    return [words.gettext(N_("使えるかどうかの決定")), use] if found.row.state == State.PENDING else [use]


def _facts(found: Own, words: Words) -> tuple[tuple[str, str], ...]:
    lang, row = words.language.key, found.row
    day = days.bare_day(today(row.starts_at), words.language)
    return (
        (words.text(N_("場所")), f"{found.building.title.say(lang).text} {found.unit.title.say(lang).text}"),
        (words.text(N_("使う日時")), f"{day} {days.hour(row.starts_at)}〜{days.hour(row.ends_at)}"),
        (words.text(N_("料金")), words.text(N_("%(yen)s円"), yen=f"{row.yen:,}")),
    )
