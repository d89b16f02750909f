"""Where a request stands, what may follow, and what may be decided: values that rules can use without a database."""

import enum
from collections.abc import Mapping


class State(enum.StrEnum):
    """Where a case stands, in the words an office uses; the values are stored and never change."""

    ARRIVED = "arrived"  # 到達
    ACCEPTED = "accepted"  # 受付
    REVIEW = "review"  # 審査
    CORRECTION = "correction"  # 補正待ち
    DECIDED = "decided"  # 決定 (承認・却下)
    RETURNED = "returned"  # 返戻
    WITHDRAWN = "withdrawn"  # 取下げ
    DONE = "done"  # 完了


OPEN = (State.ARRIVED, State.ACCEPTED, State.REVIEW, State.CORRECTION, State.DECIDED)
# Which state may follow which; an office may skip a formality but may never take back an end.
FOLLOWS: Mapping[State, frozenset[State]] = {
    State.ARRIVED: frozenset({State.ACCEPTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.REVIEW, State.CORRECTION, State.RETURNED, State.WITHDRAWN, State.DONE}),
    State.REVIEW: frozenset({State.CORRECTION, State.DECIDED, State.RETURNED, State.WITHDRAWN, State.DONE}),
    State.CORRECTION: frozenset({State.REVIEW, State.RETURNED, State.WITHDRAWN}),
    State.DECIDED: frozenset({State.DONE}),
    State.RETURNED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DONE: frozenset(),
}


class Outcome(enum.StrEnum):
    """What may be decided about a request; the values are stored and never change."""

    APPROVE = "approve"  # 承認
    REJECT = "reject"  # 却下
    NO_EXEMPTION = "no_exemption"  # 減免不承認


# Both take something from the resident: 処分, with 理由 (行政手続法第8条) and 教示 (行政不服審査法第82条).
ADVERSE = frozenset({Outcome.REJECT, Outcome.NO_EXEMPTION})
