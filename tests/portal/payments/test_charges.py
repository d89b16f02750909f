"""What a request costs: fee, postage and 減免 as the town's lists say it, on the day it is handed in."""

from datetime import date

import pytest

from portal import pack
from portal.pack.fees import Payable, WaiverRule
from portal.payments.charges import Charge, charges
from tests.portal.cases import PACKS, hinata

DAY = date(2026, 11, 20)


def costs(day: date = DAY, way: str = "online", **answers: str) -> tuple[Charge, ...]:
    return charges(hinata(), "juminhyo", {"copies": 2, **answers}, way, day)


def test_postage_is_a_line_of_its_own_and_only_where_something_is_posted() -> None:
    fee, postage = costs()

    assert [(one.what, one.yen, one.account) for one in (fee, postage)] == [
        ("fee", 600, "戸籍住民基本台帳手数料"),
        ("postage", 110, "雑入"),
    ]
    assert [one.what for one in costs(way="window")] == ["fee"]


def test_a_fee_is_that_of_its_day() -> None:
    assert costs(date(2027, 3, 31))[0].yen == 600
    assert costs(date(2027, 4, 1))[0].yen == 700


def test_a_reduction_tells_its_reason_and_spares_the_postage_to_nobody() -> None:
    fee, postage = costs(purpose="pension")

    assert fee.rule is not None
    assert (fee.waived, fee.left, postage.waived) == (600, 0, 0)
    assert "年金" in fee.rule.name.say("ja").text
    assert costs(purpose="bank")[0].rule is None


def test_what_costs_nothing_is_no_line() -> None:
    assert charges(hinata(), "suido_kaishi", {}, "online", DAY) == ()


def test_a_real_city_whose_fee_nobody_printed_charges_nothing() -> None:
    found = pack.read(PACKS / "ube")

    assert charges(found, "juminhyo", {"copies": 1}, "online", DAY) == ()


@pytest.mark.parametrize(
    ("off", "yen", "waived"),
    [("全額", 301, 301), ("半額", 301, 151), ("半額", 300, 150), ("100", 300, 100), ("500", 300, 300)],
)
def test_a_rule_takes_off_all_half_or_so_many_yen(off: str, yen: int, waived: int) -> None:
    fee, _ = costs(purpose="pension")
    assert fee.rule is not None
    rule = WaiverRule(**{**vars(fee.rule), "off": off})

    assert rule.waived(yen) == waived


def test_a_rule_looks_at_one_answer_or_at_any_of_several() -> None:
    fee, _ = costs(purpose="pension")
    assert fee.rule is not None

    assert fee.rule.applies(["bank", "pension"])
    assert not fee.rule.applies(["bank"])
    assert not fee.rule.applies(None)


def test_the_sample_town_takes_the_money_at_once() -> None:
    assert {one.payable for one in costs()} == {Payable.ARRIVAL}
