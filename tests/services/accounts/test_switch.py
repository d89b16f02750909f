"""A counter PC changes hands with the second factor alone, on the day and the PC where the password was given."""

import pytest

from services.accounts.actions import sample
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit


@pytest.fixture
def pc(town: Town) -> Visit:
    """A counter PC on which 1001 and then 1002 signed in today."""
    town.sample_staff()
    pc = town.visit()
    for number in ("1001", "1002"):
        town.sign_in(pc, number)
        pc.open("/staff/own")
        pc.send("/staff/lock")
    return pc


def person(town: Town, number: str) -> str:
    return str(town.staff(number).id)


def switched(town: Town, pc: Visit, number: str) -> int:
    town.clock.forward(seconds=60)
    pc.open("/staff/switch")
    return pc.send("/staff/switch", person=person(town, number), code=town.code(number))


def test_the_pc_lists_who_used_it_and_asks_only_for_the_code(town: Town, pc: Visit) -> None:
    pc.open("/staff/switch")
    assert "見本 一郎（1001）" in pc.page
    assert "見本 二美（1002）" in pc.page
    assert "見本 三奈" not in pc.page

    assert switched(town, pc, "1001") == 303
    pc.open("/staff/own")
    assert "見本 一郎" in pc.page
    assert switched(town, pc, "1002") == 303
    pc.open("/staff/own")
    assert "見本 二美" in pc.page


def test_switching_ends_the_session_of_whoever_was_there(town: Town, pc: Visit) -> None:
    switched(town, pc, "1001")
    before = pc.cookie("kmado_staff")

    switched(town, pc, "1002")

    thief = town.visit()
    thief.client.set_cookie("kmado_staff", before)
    assert thief.open("/staff/own") == 303


def test_another_pc_lists_nobody_and_lets_nobody_switch(town: Town, pc: Visit) -> None:
    other = town.visit()
    other.open("/staff/switch")
    assert "1001" not in other.page

    assert switched(town, other, "1001") == 401


def test_a_made_up_device_cookie_lists_nobody(town: Town, pc: Visit) -> None:
    other = town.visit()
    other.client.set_cookie("kmado_device", "made-up")
    other.open("/staff/switch")

    assert "1001" not in other.page


def test_the_next_day_the_password_is_asked_for_again(town: Town, pc: Visit) -> None:
    town.clock.forward(days=1)
    pc.open("/staff/switch")
    assert "きょうはまだの職員" in pc.page

    assert switched(town, pc, "1001") == 401
    assert "パスワード" in pc.page


def test_midnight_in_japan_is_where_the_day_ends(town: Town, pc: Visit) -> None:
    town.clock.forward(hours=13, minutes=50)
    assert switched(town, pc, "1001") == 303

    town.clock.forward(minutes=10)
    assert switched(town, pc, "1002") == 401


def test_switching_does_not_make_the_day_longer(town: Town, pc: Visit) -> None:
    town.clock.forward(hours=10)
    switched(town, pc, "1001")
    town.clock.forward(hours=10)

    assert switched(town, pc, "1001") == 401


def test_a_wrong_code_is_refused_and_tries_are_counted(town: Town, pc: Visit) -> None:
    pc.open("/staff/switch")

    answers = [pc.send("/staff/switch", person=person(town, "1001"), code="000000") for _ in range(12)]

    assert answers.count(401) == 10
    assert answers[-1] == 429


def test_tries_for_one_person_cost_another_nothing(town: Town, pc: Visit) -> None:
    pc.open("/staff/switch")
    for _ in range(12):
        pc.send("/staff/switch", person=person(town, "1001"), code="000000")

    assert switched(town, pc, "1002") == 303


@pytest.mark.parametrize("chosen", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_choosing_nobody_is_told(town: Town, pc: Visit, chosen: str) -> None:
    pc.open("/staff/switch")

    assert pc.send("/staff/switch", person=chosen, code="000000") in (401, 422)


def test_a_pause_locks_the_screen_and_the_code_opens_it_where_it_was(town: Town, pc: Visit) -> None:
    switched(town, pc, "1001")
    town.clock.forward(minutes=21)

    assert pc.open("/staff/own") == 303
    assert pc.where == "/staff/switch?next=%2Fstaff%2Fown"
    pc.follow()
    town.clock.forward(seconds=30)
    opened = pc.send("/staff/switch", person=person(town, "1001"), code=town.code("1001"), next="/staff/own")

    assert opened == 303
    assert pc.where == "/staff/own"


def test_a_form_sent_after_the_pause_keeps_what_was_typed(town: Town, pc: Visit) -> None:
    switched(town, pc, "1001")
    pc.open("/staff/own")
    town.clock.forward(minutes=21)

    assert pc.send("/staff/own/passkeys/remove", key="typed by hand") == 401
    assert "typed by hand" in pc.page
    assert "/staff/switch" in pc.page


def test_whoever_goes_home_can_be_taken_off_the_list(town: Town, pc: Visit) -> None:
    switched(town, pc, "1001")
    pc.open("/staff/own")

    assert pc.send("/staff/sign-out", forget="1") == 303

    pc.open("/staff/switch")
    assert "1001" not in pc.page
    assert "1002" in pc.page


def test_an_ended_session_leaves_the_password_needed_only_on_a_new_device(town: Town, pc: Visit) -> None:
    pc.open("/staff/switch")
    pc.send("/staff/sign-out")

    assert switched(town, pc, "1001") == 303
    assert town.visit().fill("/staff/sign-in", number="1001", password=sample.PASSWORD) == 303
