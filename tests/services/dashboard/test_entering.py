"""What is counted elsewhere: brought in as a list or one by one, put right with a trace, refused where it is wrong."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.kinds import Channel, Kind
from portal.ledger import Entry
from services.dashboard.actions import reading
from services.dashboard.rules import kpis, tallies
from tests.services.desk.builders import Desk

HERE = "/staff/dashboard"
HEAD = "対象日,手続ID,方法,件数\n"
TODAY = date(2026, 11, 20)


def read(lines: str) -> tallies.Read:
    return tallies.read((HEAD + lines).encode("cp932"), {"juminhyo", "inkan_shomei"}.__contains__, TODAY)


def test_a_month_stands_on_its_last_day_and_thousands_may_be_parted() -> None:
    found = read('2026-10,juminhyo,コンビニ,"1,234"\nR8.11.2,inkan_shomei,窓口の紙,7\n\n')

    assert found.faults == ()
    assert {(str(day), key, str(way)): n for (day, key, way), n in found.counts.items()} == {
        ("2026-10-31", "juminhyo", "konbini"): 1234,
        ("2026-11-02", "inkan_shomei", "paper"): 7,
    }


def test_every_way_that_is_not_counted_here_may_be_brought_in() -> None:
    ways = ("コンビニ", "自動交付機", "マイナポータル", "県の電子申請", "窓口の紙", "郵送", "電話")

    found = read("".join(f"2026-10,juminhyo,{way},{n}\n" for n, way in enumerate(ways, 1)))

    # What is left comes through this portal alone.
    assert {str(one) for one in Channel} - {"online", "line", "chat", "window"} == {
        str(way) for _, _, way in found.counts
    }
    assert [*found.counts.values()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("昨日,juminhyo,コンビニ,1", "day"),
        ("2027-01-05,juminhyo,コンビニ,1", "future"),
        ("2026-10-31,nothing,コンビニ,1", "procedure"),
        ("2026-10-31,juminhyo,のろし,1", "way"),
        ("2026-10-31,juminhyo,コンビニ,-1", "count"),
        ("2026-10-31,juminhyo,コンビニ,1.5", "count"),
        ("2026-10-31,juminhyo,コンビニ,1\n2026-10,juminhyo,コンビニ,2", "twice"),
    ],
)
def test_what_is_wrong_is_named_and_then_nothing_is_taken(line: str, code: str) -> None:
    found = read(f"2026-10-30,juminhyo,コンビニ,5\n{line}\n")

    assert [one.code for one in found.faults] == [code]
    assert found.counts == {}


def test_a_list_with_other_columns_or_letters_is_no_list() -> None:
    known = {"juminhyo"}.__contains__

    assert tallies.read(b"a,b\n", known, TODAY).faults[0].code == "columns"
    assert tallies.read(b"\x81", known, TODAY).faults[0].code == "letters"


def counted(town: Desk, day: date) -> list[tuple[str, str, int]]:
    with town.session() as session:
        found = session.scalars(
            select(Entry).where(Entry.kind == Kind.COUNTED, Entry.day == day).order_by(Entry.id)
        )
        return [(one.key, one.channel, one.n) for one in found]


def test_a_list_brought_twice_counts_once_and_a_correction_leaves_both_lines_and_its_author(
    town: Desk,
) -> None:
    seat, day = town.seat("monitor", division="sogo"), date(2022, 10, 31)

    def bring(lines: str) -> Any:
        return seat.post(f"{HERE}/counts", file=(BytesIO((HEAD + lines).encode()), "counts.csv"))

    assert bring("2022-10,juminhyo,コンビニ,120\n").headers["Location"].endswith("done=1")
    assert bring("2022-10,juminhyo,コンビニ,120\n").headers["Location"].endswith("done=0")
    assert bring("2022-10,juminhyo,コンビニ,90\n").status_code == 303

    assert counted(town, day) == [("juminhyo", "konbini", 120), ("juminhyo", "konbini", -30)]
    with town.session() as session:
        rows = session.scalars(select(Audit).where(Audit.subject_kind == "tally").order_by(Audit.id)).all()
    assert [(row.verb, row.actor_id == str(seat.id)) for row in rows] == [
        ("counted", True),
        ("corrected", True),
    ]


def test_one_count_is_typed_and_a_wrong_one_is_told(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    form = {"day": "2022-09", "procedure": "juminhyo", "way": "窓口の紙"}

    assert seat.post(f"{HERE}/counts", **form, count="12").status_code == 303
    wrong = seat.post(f"{HERE}/counts", **form, count="たくさん")

    assert counted(town, date(2022, 9, 30)) == [("juminhyo", "paper", 12)]
    assert wrong.status_code == 422
    assert "件数は0から100万まで" in wrong.text


def test_a_figure_is_entered_by_hand_and_the_newest_counts(town: Desk) -> None:
    seat = town.seat("monitor", division="sogo")
    listed = kpis.listed(town.app.extensions["house"].pack.kpis)
    by_hand = next(one for one in listed if one.formula is None)
    counted_here = next(one for one in listed if one.formula is not None)

    for value in ("25", "27.5"):
        assert seat.post(f"{HERE}/kpi/{by_hand.key}", year="2026", value=value).status_code == 303

    with town.session() as session:
        assert reading.entered(session)[by_hand.key] == {2026: 27.5}
    assert "27.5" in seat.get(f"{HERE}/kpi/{by_hand.key}").text
    assert seat.post(f"{HERE}/kpi/{by_hand.key}", year="2026", value="多い").status_code == 422
    assert seat.post(f"{HERE}/kpi/{counted_here.key}", year="2026", value="1").status_code == 404


def test_only_whoever_follows_the_plan_enters(town: Desk) -> None:
    boss = town.seat("administrator", division="sogo")

    assert boss.get(HERE).status_code == 200
    assert boss.get(f"{HERE}/counts").status_code == 403
    assert town.seat("worker").post(f"{HERE}/counts").status_code == 403
