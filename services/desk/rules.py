"""What staff may do with a case, in which order it is offered, and how pressing it is; values only."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from forms.procedure import Decision as Deciding
from portal.states import ADVERSE, OPEN, Outcome, State


class Act(enum.StrEnum):
    """One thing a clerk can do; the values stand in addresses and never change."""

    ACCEPT = "accept"  # 受付
    REVIEW = "review"  # 審査開始
    CORRECT = "correct"  # 補正を求める
    DROP = "drop"  # 補正の求めを取り消す
    APPROVE = "approve"  # 承認 (one person)
    PROPOSE = "propose"  # 起案: 承認案・却下案
    TAKE_BACK = "take-back"  # 引き戻し
    DECIDE = "decide"  # 決裁
    SEND_BACK = "send-back"  # 差し戻し
    COMPLETE = "complete"  # 完了
    RETURN = "return"  # 返戻
    WITHDRAW = "withdraw"  # 取下げ, handed in at the counter or by letter
    TAKE = "take"  # 担当にする, or a colleague's
    LEAVE = "leave"  # 担当を外す
    NOTE = "note"  # 支援メモ
    CALL = "call"  # 対応記録
    LABEL = "label"  # ラベルを付ける・外す, from the list only


# What each needs; whoever may only read sees the case and no button.
NEEDS: Mapping[Act, str] = {
    Act.ACCEPT: "case.accept",
    Act.REVIEW: "case.work",
    Act.CORRECT: "case.correct",
    Act.DROP: "case.correct",
    Act.APPROVE: "case.propose",
    Act.PROPOSE: "case.propose",
    Act.TAKE_BACK: "case.propose",
    Act.DECIDE: "case.decide",
    Act.SEND_BACK: "case.decide",
    Act.COMPLETE: "case.work",
    Act.RETURN: "case.work",
    Act.WITHDRAW: "case.work",
    Act.TAKE: "case.work",
    Act.LEAVE: "case.work",
    Act.NOTE: "case.accept",
    Act.CALL: "case.accept",
    Act.LABEL: "case.accept",
}
# These ask for words or a choice first, so they open a page of their own.
ON_A_PAGE = frozenset(
    {Act.CORRECT, Act.PROPOSE, Act.DECIDE, Act.SEND_BACK, Act.RETURN, Act.WITHDRAW, Act.NOTE, Act.CALL}
)
# The step an office takes next; the first that is possible becomes the one solid button.
FORWARD = (Act.ACCEPT, Act.REVIEW, Act.DECIDE, Act.APPROVE, Act.PROPOSE, Act.COMPLETE)
CLOSED = tuple(state for state in State if state not in OPEN)
# Open days left on which the desk begins to say that a deadline is near.
SOON = 2
LONGEST_NOTE = 2000
# The task of printing and posting a decision's notice.
SEND_NOTICE = "send_notice"


@dataclass(frozen=True)
class Standing:
    """Where a case stands, as far as it decides what can be done."""

    state: State
    deciding: Deciding
    pending: Outcome | None = None
    proposed_by_me: bool = False
    mine: bool = False


def possible(standing: Standing) -> tuple[Act, ...]:
    """Everything the state of a case allows, in the order in which the page offers it."""
    if standing.state not in OPEN:
        return (Act.NOTE, Act.CALL, Act.LABEL)
    leave = (Act.LEAVE,) if standing.mine else ()
    return (*_steps(standing), Act.TAKE, *leave, Act.NOTE, Act.CALL, Act.LABEL)


def allowed(standing: Standing, permissions: frozenset[str]) -> tuple[Act, ...]:
    """What this person may do for the case's division."""
    return tuple(act for act in possible(standing) if NEEDS[act] in permissions)


def main(acts: tuple[Act, ...]) -> Act | None:
    """The step to take next, which gets the page's one solid button."""
    return next((act for act in FORWARD if act in acts), None)


def _steps(standing: Standing) -> list[Act]:
    state = standing.state
    if state is State.ARRIVED:
        return [Act.ACCEPT, Act.WITHDRAW]
    if state is State.CORRECTION:
        return [Act.DROP, Act.RETURN, Act.WITHDRAW]
    if state is State.DECIDED:
        return [Act.COMPLETE]
    if standing.pending is not None:
        # Whoever proposed waits; somebody else agrees or sends it back.
        return [Act.TAKE_BACK] if standing.proposed_by_me else [Act.DECIDE, Act.SEND_BACK]
    return [*_towards_an_end(standing), Act.CORRECT, Act.RETURN, Act.WITHDRAW]


def _towards_an_end(standing: Standing) -> list[Act]:
    begin = [Act.REVIEW] if standing.state is State.ACCEPTED else []
    if standing.deciding is Deciding.NONE:
        # A 届出 is done with when it was looked at (行政手続法第37条); many need no examination of their own.
        return [*begin, Act.COMPLETE]
    if standing.state is State.ACCEPTED:
        return begin
    return [Act.APPROVE, Act.PROPOSE] if standing.deciding is Deciding.ONE_STEP else [Act.PROPOSE]


def offered(kinds: tuple[Outcome, ...], deciding: Deciding) -> tuple[Outcome, ...]:
    """The outcomes to choose from when proposing: what one person approves alone is not proposed."""
    return tuple(kind for kind in kinds if kind in ADVERSE or deciding is not Deciding.ONE_STEP)


class Press(enum.StrEnum):
    """How pressing a case is; the word stands beside the colour."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    FINE = "fine"
    PAUSED = "paused"
    NONE = "none"


def press(state: State, due_on: date | None, open_days_left: int, today: date) -> Press:
    """How near the end of the 標準処理期間 is; while the resident is asked, the clock stands still."""
    if state is State.CORRECTION:
        return Press.PAUSED
    if due_on is None or state not in OPEN or state is State.DECIDED:
        return Press.NONE
    if due_on < today:
        return Press.OVERDUE
    if due_on == today:
        return Press.TODAY
    return Press.SOON if open_days_left <= SOON else Press.FINE


class Tab(enum.StrEnum):
    """The tabs of the inbox; the values stand in addresses."""

    OPEN = "open"  # 対応中
    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    REVIEW = "review"
    PROPOSED = "proposed"  # 決裁待ち
    CORRECTION = "correction"
    DECIDED = "decided"
    CLOSED = "closed"  # 完了・返戻・取下げ


STATES: Mapping[Tab, tuple[State, ...]] = {
    Tab.OPEN: OPEN,
    Tab.ARRIVED: (State.ARRIVED,),
    Tab.ACCEPTED: (State.ACCEPTED,),
    Tab.REVIEW: (State.REVIEW,),
    Tab.PROPOSED: (State.REVIEW,),
    Tab.CORRECTION: (State.CORRECTION,),
    Tab.DECIDED: (State.DECIDED,),
    Tab.CLOSED: CLOSED,
}


class Whose(enum.StrEnum):
    """Whose cases to list."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"


class Work(enum.StrEnum):
    """The parts of 今日の仕事, in the order of the page; the values stand in addresses."""

    DUE = "due"  # きょうまで・期限超過
    ARRIVED = "new"  # since the office closed last
    CORRECTED = "corrected"  # 補正の回答
    PROPOSED = "proposed"  # 決裁待ち, of others
    PAID = "paid"  # since the last working day
    LAPSED = "lapsed"  # 補正の期限切れ
    NOBODYS = "nobodys"  # 担当なし


@dataclass(frozen=True)
class Wanted:
    """What of the inbox somebody looks at."""

    tab: Tab = Tab.OPEN
    whose: Whose = Whose.ALL
    procedure: str = ""
    division: str = ""
    work: Work | None = None
    after: str = ""
    # A colleague, where `whose` names none of the usual three.
    clerk: UUID | None = None
    channel: str = ""
    label: str = ""
    shielded: bool = False
    arrived_from: date | None = None
    arrived_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None


_LONGEST_VALUE = 60
_DAYS = ("arrived_from", "arrived_to", "due_from", "due_to")
_TEXTS = ("procedure", "division", "channel", "label", "after")


def wanted(given: Mapping[str, str]) -> Wanted:
    """What an address or a saved view asks for; anything unknown is left out, so that an old bookmark still opens."""
    tab, whose, work = (given.get(key, "") for key in ("tab", "whose", "work"))
    typed: dict[str, Any] = {key: given.get(key, "")[:_LONGEST_VALUE] for key in _TEXTS}
    typed |= {key: _day(given.get(key, "")) for key in _DAYS}
    return Wanted(
        tab=Tab(tab) if tab in set(Tab) else Tab.OPEN,
        whose=Whose(whose) if whose in set(Whose) else Whose.ALL,
        clerk=None if whose in set(Whose) else _uuid(whose),
        work=Work(work) if work in set(Work) else None,
        shielded=given.get("shielded", "") == "1",
        **typed,
    )


def asked(of: Wanted) -> dict[str, str]:
    """The same as parts of an address; what is usual is left out. Reading it again gives the same."""
    tab = "" if of.tab is Tab.OPEN else str(of.tab)
    whose = str(of.clerk) if of.clerk else "" if of.whose is Whose.ALL else str(of.whose)
    found = {"tab": tab, "whose": whose, "work": str(of.work or ""), "shielded": "1" if of.shielded else ""}
    found |= {key: getattr(of, key) for key in _TEXTS}
    found |= {key: day.isoformat() for key in _DAYS if (day := getattr(of, key))}
    return {key: value for key, value in found.items() if value}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
