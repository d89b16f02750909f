"""The pure part: where a request stands with its money, which ways a sum allows, and the change."""

import pytest

from portal.pack.fees import Payable
from portal.states import State
from services.payments import rules
from services.payments.rules import Money, Standing


def money(payable: int = 300, when: Payable = Payable.ARRIVAL, claimed: int = 0) -> Money:
    return Money("fee", 300, 0, claimed, 0, 0, payable, when)


@pytest.mark.parametrize(
    ("owed", "state", "found"),
    [
        ([], State.ARRIVED, Standing.NOTHING),
        ([money()], State.ARRIVED, Standing.NOW),
        ([money()], State.DONE, Standing.NOW),
        ([money()], State.WITHDRAWN, Standing.SETTLED),
        ([money(0)], State.ARRIVED, Standing.SETTLED),
        ([money(0, claimed=300)], State.ARRIVED, Standing.CHECKED),
        ([money(when=Payable.ACCEPTANCE)], State.ARRIVED, Standing.LATER),
        ([money(when=Payable.ACCEPTANCE)], State.ACCEPTED, Standing.NOW),
        ([money(when=Payable.COUNTER)], State.ARRIVED, Standing.COUNTER),
        ([money(), money(when=Payable.COUNTER)], State.ARRIVED, Standing.COUNTER),
        ([money(), money(0, claimed=300)], State.ARRIVED, Standing.NOW),
    ],
)
def test_where_a_request_stands_with_its_money(owed: list[Money], state: State, found: Standing) -> None:
    assert rules.standing(owed, state, waits=False) is found


def test_a_number_for_the_shop_comes_before_everything_else() -> None:
    assert rules.standing([money()], State.ARRIVED, waits=True) is Standing.WAITS


def test_only_ways_that_take_the_sum_are_offered() -> None:
    limits = {"card": (50, 1000), "konbini": (120, 300)}

    assert rules.methods(limits, 119) == ("card",)
    assert rules.methods(limits, 120) == ("card", "konbini")
    assert rules.methods(limits, 301) == ("card",)
    assert rules.methods(limits, 49) == ()


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("1000", 290),
        ("1,000", 290),
        ("1000円", 290),
        ("710", 0),
        ("709", None),
        ("", None),
        ("千円", None),
        ("9" * 12, None),
    ],
)
def test_the_change_is_worked_out_from_what_lies_on_the_tray(typed: str, back: int | None) -> None:
    assert rules.change(typed, 710) == back
