"""How long a closed case is kept, from when it may be disposed of, and how a 廃棄簿 goes from a list to an end; values only."""

import enum
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from portal.opening import fiscal_year
from portal.states import OPEN, State

# Longer lists are read by nobody; what does not fit waits for the next one.
MOST_ITEMS = 1000
LONGEST_NOTE = 1000
CLOSED = tuple(state for state in State if state not in OPEN)


def closed_before(day: date, years: int) -> date:
    """Of a class kept for so many years, what was closed before this day is over on `day`."""
    return date(fiscal_year(day) - years, 4, 1)


class Stage(enum.StrEnum):
    """How far a 廃棄簿 has come; the values are stored and never change."""

    LISTED = "listed"  # 案
    PROPOSED = "proposed"  # 決裁待ち
    APPROVED = "approved"  # 廃棄中
    DONE = "done"  # 廃棄済み


class Act(enum.StrEnum):
    """What a person does to a 廃棄簿; the values stand in addresses and never change."""

    PROPOSE = "propose"
    TAKE_BACK = "take-back"
    APPROVE = "approve"
    SEND_BACK = "send-back"


FROM: Mapping[Act, Stage] = MappingProxyType(
    {
        Act.PROPOSE: Stage.LISTED,
        Act.TAKE_BACK: Stage.PROPOSED,
        Act.APPROVE: Stage.PROPOSED,
        Act.SEND_BACK: Stage.PROPOSED,
    }
)
NEEDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.PROPOSE: "record.review",
        Act.TAKE_BACK: "record.review",
        Act.APPROVE: "record.approve",
        Act.SEND_BACK: "record.approve",
    }
)


class Place(enum.StrEnum):
    """Where one case of a 廃棄簿 stands; the values are stored and never change."""

    IN = "in"
    OUT = "out"
    # It was taken out once and may be listed again.
    RELEASED = "released"
    ERASED = "erased"


class Why(enum.StrEnum):
    """Why a case is taken out of the list; the values are stored and never change."""

    HISTORIC = "historic"  # 歴史的文書として移管する
    DISPUTE = "dispute"  # 係争中・係争のおそれ
    IN_USE = "in_use"  # 業務でまだ使う


def possible(stage: Stage, *, proposed_by_me: bool) -> tuple[Act, ...]:
    """What the stage allows to this person; who proposed waits, somebody else agrees (四つの目)."""
    if stage is Stage.LISTED:
        return (Act.PROPOSE,)
    if stage is Stage.PROPOSED:
        return (Act.TAKE_BACK,) if proposed_by_me else (Act.APPROVE, Act.SEND_BACK)
    return ()
