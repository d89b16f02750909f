"""batches.csv: how cases are handed to inner systems is read as it is written, and a slip is told by line and column."""

from datetime import date

import pytest

from portal.pack.batches import BatchPlan, Encoding, Reached, plan
from portal.pack.lists import Row
from tests.portal.cases import hinata


def read(**cells: str) -> tuple[BatchPlan, list[str]]:
    told: list[str] = []
    usual = {"計画ID": "a", "名称": "見本", "部署ID": "suido"}
    return plan(Row(2, {**usual, **cells}), lambda column, _message: told.append(column)), told


def test_what_is_left_empty_takes_the_careful_way() -> None:
    found, told = read()

    assert told == []
    assert (found.reached, found.encoding, found.nightly, found.with_shielded, found.keep_days, found.procedures) == (
        Reached.ACCEPTED, Encoding.UTF8, False, False, 30, (),
    )  # fmt: skip


def test_a_whole_row_is_read() -> None:
    found, told = read(
        手続ID="suido_kaishi; suido_chushi",
        対象="決定",
        文字コード="Shift_JIS",
        毎夜="はい",
        支援措置の住所="はい",
        保存日数="14",
    )

    assert told == []
    assert (found.reached, found.encoding, found.nightly, found.with_shielded, found.keep_days, found.procedures) == (
        Reached.DECIDED, Encoding.CP932, True, True, 14, ("suido_kaishi", "suido_chushi"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("対象", "到達"),
        ("文字コード", "EUC"),
        ("毎夜", "たまに"),
        ("支援措置の住所", "○"),
        ("保存日数", "0"),
        ("保存日数", "十日"),
        ("保存日数", "367"),
    ],
)
def test_a_slip_is_told_with_its_column(column: str, typed: str) -> None:
    assert read(**{column: typed})[1] == [column]


def test_the_sample_town_has_plans_from_their_first_day() -> None:
    assert {one.id for one in hinata().batches(date(2026, 11, 20))} >= {"suido_kyusui", "shimin_shomei"}
    assert hinata().batches(date(2026, 3, 31)) == ()
