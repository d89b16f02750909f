"""Pages of a town that a test writes down: few answers stand folded without a share, and what waits is told by division."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portal import inbox, ledger
from portal.db import writing
from portal.inbox import HOUSE, Case, State
from services.dashboard.actions import summing
from tests.services.dashboard.conftest import MORNING
from tests.services.dashboard.reader import board, table
from tests.services.desk.builders import Desk, desk

HERE = "/staff/dashboard"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    """The sample town before anybody asked for anything."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()


def rated(town: Desk, key: str, score: int, n: int) -> None:
    day = date(2026, 11, 2)
    with town.session() as session, writing(session):
        ledger.event(session, "filed", key, "online", "shimin", day, 2 * n)
        for _ in range(n):
            ledger.event(session, "rated", key, "online", "shimin", day, value=float(score))
    with town.session() as session:
        summing.sum_all(session, MORNING)


def title(town: Desk, key: str) -> str:
    return str(town.app.extensions["house"].pack.procedures[key].title.say("ja").text)


def folded(page: str) -> str:
    return "".join(re.findall(r'<details class="details"><summary>答えが.*?</details>', page, re.DOTALL))


def test_a_procedure_with_fewer_than_ten_answers_stands_folded_without_a_share(empty: Desk) -> None:
    seat = empty.seat("monitor", division="sogo")
    rated(empty, "tennyu", 2, 9)

    few = seat.get(f"{HERE}/satisfaction").text

    assert board(few)[:2] == ["–", "9"]
    assert "答えが10件になると出します。" in few
    assert '<table class="rows"><caption class="unseen">手続ごと' not in few
    assert "答えが10件より少ない手続（1の手続）" in folded(few)
    assert f"{title(empty, 'tennyu')}</a>" in folded(few)
    assert "9人" in folded(few)
    assert "%" not in folded(few)
    assert board(seat.get(f"{HERE}/procedures/tennyu").text)[-1] == "–"


def test_the_tenth_answer_brings_it_up_into_the_table(empty: Desk) -> None:
    seat = empty.seat("monitor", division="sogo")
    rated(empty, "tennyu", 2, 9)
    rated(empty, "juminhyo", 5, 8)
    rated(empty, "juminhyo", 1, 2)

    page = seat.get(f"{HERE}/satisfaction").text
    one = seat.get(f"{HERE}/procedures/juminhyo").text

    assert table(page, slice(0, 5)) == [(title(empty, "juminhyo"), "10", "50.0%", "80.0%", "49.0–94.3%")]
    assert title(empty, "juminhyo") not in folded(page)
    assert title(empty, "tennyu") in folded(page)
    assert board(page) == ["42.1%", "19", "50.0%"]
    assert board(one)[-1] == "80.0%"
    assert "95%の幅 49.0～94.3%" in one


def test_what_waits_and_what_is_late_is_told_by_division(empty: Desk) -> None:
    empty.filed()
    empty.filed(State.REVIEW)
    taken_back = empty.filed()
    with empty.session() as session, writing(session):
        inbox.move(session, session.get_one(Case, taken_back), State.WITHDRAWN, HOUSE, MORNING)
    empty.clock.forward(days=20)
    empty.filed()

    page = empty.seat("monitor", division="sogo").get(f"{HERE}/divisions").text

    waiting = {row[0]: row[1:] for row in table(page, slice(0, 3))}
    assert waiting["上下水道課"] == ("3", "2")
    assert {cells for name, cells in waiting.items() if name != "上下水道課"} <= {("0", "0")}


def test_where_people_stop_leaves_out_pages_that_only_some_are_asked(empty: Desk) -> None:
    day = date(2026, 11, 2)
    procedure = empty.app.extensions["house"].pack.procedures["juminhyo"]
    some = [step.key for step in procedure.steps if step.when]
    everybody = [step.key for step in procedure.steps if not step.when]
    with empty.session() as session, writing(session):
        ledger.event(session, "viewed", "juminhyo", "online", "shimin", day, 90)
        ledger.event(session, "started", "juminhyo", "online", "shimin", day, 40)
        for step, n in ((everybody[0], 40), (some[0], 4), (everybody[1], 20)):
            ledger.event(session, "step", f"juminhyo/{step}", "online", "shimin", day, n)
        ledger.event(session, "filed", "juminhyo", "online", "shimin", day, 18)
    with empty.session() as session:
        summing.sum_all(session, MORNING)

    page = empty.seat("monitor", division="sogo").get(f"{HERE}/procedures/juminhyo").text

    named = {step.key: step.title.say("ja").text for step in procedure.steps}
    assert f"「{named[everybody[1]]}」を終える前です（50%）" in page
    assert page.count(">当てはまる人だけ<") == 1
