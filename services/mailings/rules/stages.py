"""Where a mailing stands, what may follow, and what became of one of its addressees."""

import enum
from collections.abc import Mapping
from types import MappingProxyType


class Stage(enum.StrEnum):
    """Where a mailing stands; the values are stored and never change."""

    DRAFT = "draft"  # 名簿がまだない
    CHECKING = "checking"  # 名簿を確かめている
    CHECKED = "checked"  # 確かめた結果が出た
    LOADING = "loading"  # 取り込んでいる
    LOADED = "loaded"  # 取り込んだ
    PROPOSED = "proposed"  # 発送の承認待ち
    RELEASED = "released"  # 発送した
    CLOSED = "closed"  # 終わった
    DISPOSING = "disposing"  # 廃棄の承認待ち
    ERASING = "erasing"  # 廃棄している
    DISPOSED = "disposed"  # 廃棄した


FOLLOWS: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.DRAFT: frozenset({Stage.CHECKING}),
        Stage.CHECKING: frozenset({Stage.CHECKED}),
        Stage.CHECKED: frozenset({Stage.CHECKING, Stage.LOADING}),
        Stage.LOADING: frozenset({Stage.LOADED}),
        # A second list may be added until somebody is asked to release it.
        Stage.LOADED: frozenset({Stage.CHECKING, Stage.PROPOSED}),
        Stage.PROPOSED: frozenset({Stage.LOADED, Stage.RELEASED}),
        Stage.RELEASED: frozenset({Stage.CLOSED}),
        # Kept as long as its 文書分類 says; then two people agree that the list forgets everybody.
        Stage.CLOSED: frozenset({Stage.DISPOSING}),
        Stage.DISPOSING: frozenset({Stage.CLOSED, Stage.ERASING}),
        Stage.ERASING: frozenset({Stage.DISPOSED}),
        Stage.DISPOSED: frozenset(),
    }
)


class Outcome(enum.StrEnum):
    """What became of an addressee; nothing at all is unanswered."""

    NONE = ""
    ANSWERED = "answered"
    DECLINED = "declined"  # 辞退
    RETURNED = "returned"  # 宛先不明で戻った


# A letter that came back says nothing about the person: when they are found, they may still answer.
OPEN = (Outcome.NONE, Outcome.RETURNED)
# The field with which somebody says on the form itself that they want nothing, and the answer that says so.
WISH, DECLINES = "benefit_wish", "decline"
# So many letters stand in one file (a fifth of a second each): the worker makes one long before its lease ends, one
# fault spoils one file, and an enclosing machine takes it.
LETTERS = 200
# More rows than this are another kind of undertaking.
MOST_ROWS = 200_000


def outcome_of(answers: Mapping[str, object]) -> Outcome:
    """What an answered form means for the addressee."""
    return Outcome.DECLINED if answers.get(WISH) == DECLINES else Outcome.ANSWERED
