"""受付 → 現地確認 → 手配 → 完了: how far the town is with a report, and what may follow."""

from collections.abc import Mapping
from enum import StrEnum

from portal.states import State
from portal.words import N_


class Stage(StrEnum):
    """How far the town is; the values are stored and never change."""

    REPORTED = "reported"
    SEEN = "seen"
    ARRANGED = "arranged"
    DONE = "done"
    # It was no matter of the town's, or whoever reported it took it back.
    CLOSED = "closed"


OPEN = (Stage.REPORTED, Stage.SEEN, Stage.ARRANGED)
WORDS: Mapping[Stage, str] = {
    Stage.REPORTED: N_("受け付けました"),
    Stage.SEEN: N_("現地を確かめました"),
    Stage.ARRANGED: N_("直す手配をしました"),
    Stage.DONE: N_("終わりました"),
    Stage.CLOSED: N_("対応を終えました"),
}
# The chip beside it.
TONES: Mapping[Stage, str] = {
    Stage.REPORTED: "half",
    Stage.SEEN: "half",
    Stage.ARRANGED: "half",
    Stage.DONE: "done",
    Stage.CLOSED: "gone",
}
# What the history of the case calls it.
NOTES: Mapping[Stage, str] = {Stage.SEEN: "report_seen", Stage.ARRANGED: "report_arranged"}


def may_follow(stage: Stage) -> tuple[Stage, ...]:
    """What staff can say next by hand; 完了 is the case's own end."""
    steps = (Stage.SEEN, Stage.ARRANGED)
    if stage not in OPEN:
        return ()
    return steps[steps.index(stage) + 1 :] if stage in steps else steps


def at_the_end(state: State) -> Stage:
    """What a closed case makes of its report."""
    return Stage.DONE if state is State.DONE else Stage.CLOSED


def ahead(stage: Stage) -> tuple[Stage, ...]:
    """What is still to come, as far as things go as they should."""
    whole = (Stage.REPORTED, Stage.SEEN, Stage.ARRANGED, Stage.DONE)
    return whole[whole.index(stage) + 1 :] if stage in OPEN else ()
