"""How a notice and each time it goes out stand."""

from enum import StrEnum

from portal.words import N_


class Stage(StrEnum):
    """A notice from its first word to its end."""

    DRAFT = "draft"
    # Somebody wants it sent; it goes to everybody, so that somebody else must agree.
    ASKED = "asked"
    RELEASED = "released"
    CANCELLED = "cancelled"
    # Every time it was to go out has passed.
    OVER = "over"


class Turn(StrEnum):
    """One time it goes out."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"
    # For twenty hours the month could not hold it, or nobody could send it.
    GIVEN_UP = "given_up"


FINISHED = frozenset({Turn.DONE, Turn.CANCELLED, Turn.GIVEN_UP})
WORDS = {
    Stage.DRAFT: N_("下書き"),
    Stage.ASKED: N_("確認待ち"),
    Stage.RELEASED: N_("送信・予約ずみ"),
    Stage.CANCELLED: N_("取りやめ"),
    Stage.OVER: N_("終わり"),
}
TONES = {
    Stage.DRAFT: "",
    Stage.ASKED: "alert",
    Stage.RELEASED: "full",
    Stage.CANCELLED: "no",
    Stage.OVER: "done",
}
TURN_WORDS = {
    Turn.WAITING: N_("予約"),
    Turn.SENDING: N_("送信中"),
    Turn.DONE: N_("送信ずみ"),
    Turn.CANCELLED: N_("取りやめ"),
    Turn.GIVEN_UP: N_("送れず（通数不足か時間切れ）"),
}
# Why a lot did not leave, by the code of its row; anything else is one of LINE's own.
WHY = {
    "line_quota": N_("今月の通数が足りません"),
    "expired": N_("時間切れ"),
    "line_key_over": N_("送れたか、分かりません"),
    "line_off": N_("LINEの設定がありません"),
}
WHY_ELSE = N_("LINEが受け取りません")
REPEATS = {"": N_("くり返さない"), "weekly": N_("毎週"), "monthly": N_("毎月")}
EDITABLE = frozenset({Stage.DRAFT})
STOPPABLE = frozenset({Stage.DRAFT, Stage.ASKED, Stage.RELEASED})
