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
}
REPEATS = {"": N_("くり返さない"), "weekly": N_("毎週"), "monthly": N_("毎月")}
EDITABLE = frozenset({Stage.DRAFT})
STOPPABLE = frozenset({Stage.DRAFT, Stage.ASKED, Stage.RELEASED})
