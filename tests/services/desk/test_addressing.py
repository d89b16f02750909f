"""Address labels carry names as they were written, and nobody who must not be found."""

from datetime import datetime
from typing import Any

import pytest

from portal.db import Database, writing
from portal.pack.sheets import Sheets
from portal.states import State
from services.desk.actions import addressing
from services.desk.actions.addressing import FORMS, Address
from tests.portal.cases import equip, hinata
from tests.services.desk.seats import case_in

HOME: dict[str, Any] = {
    "postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": "見本マンション 502号室",
}  # fmt: skip
# A variation selector, a letter beyond the basic plane, and spaces, all as somebody typed them.
NAME = "髙\U000e0101﨑　𠮷葛\U000e0100子"


def label(name: str = "見本 花子", street: str = "ひなた市本町一丁目1番1号") -> Address:
    return Address(name, "000-0001", (street,))


def test_a_label_holds_name_and_address_letter_for_letter(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now, name=NAME, address=HOME)

        found = addressing.addresses(session, [case])

        (one,) = found.labels
        assert (one.name, one.lines) == (NAME, ("ひなた市本町一丁目1番1号", "見本マンション 502号室"))
        assert f"{NAME}　様" in addressing.html(Sheets(hinata()), found.labels, FORMS["12"])


def test_who_must_not_be_found_gets_no_label_and_is_named_by_number(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        safe, hidden, nowhere, erased = (
            case_in(session, State.REVIEW, now, address=home) for home in (HOME, HOME, None, HOME)
        )
        with writing(session):
            hidden.shielded = True
            hidden.safe_way, hidden.shield_confirmed_at = "letter", now
            session.info["vault"].erase(session, erased.key_id)

        found = addressing.addresses(session, [safe, hidden, nowhere, erased])

        assert [one.id for one in found.cases] == [safe.id]
        assert [(one.id, why) for one, why in found.left_out] == [
            (hidden.id, "shielded"), (nowhere.id, "no_address"), (erased.id, "erased"),
        ]  # fmt: skip


def test_a_proxy_who_filed_is_written_to(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = case_in(session, State.REVIEW, now, address=HOME, agent_name="代理 一郎", agent_address=HOME)

        assert [one.name for one in addressing.addresses(session, [case]).labels] == ["代理 一郎"]


@pytest.mark.parametrize(("key", "count"), [("12", 12), ("18", 18)])
def test_a_sheet_is_divided_as_it_is_sold(key: str, count: int) -> None:
    form = FORMS[key]

    assert form.count == count
    assert 2 * form.top + form.rows * form.height == pytest.approx(297)
    assert 2 * form.left + form.columns * form.width + (form.columns - 1) * form.gap == pytest.approx(210)


@pytest.mark.parametrize(("used", "places", "sheets"), [(0, 13, 2), (11, 24, 2), (99, 24, 2)])
def test_a_sheet_that_was_begun_is_used_up(used: int, places: int, sheets: int) -> None:
    found = addressing.html(Sheets(hinata()), [label()] * 13, FORMS["12"], used)

    assert found.count('<div class="label') == places
    assert found.count('<div class="sheet">') == sheets


def test_what_is_long_is_written_smaller_and_not_cut() -> None:
    found = addressing.html(Sheets(hinata()), [label(street="長い町名" * 12)], FORMS["18"])

    assert 'class="label long"' in found
    assert "長い町名" * 12 in found


def test_a_label_does_not_print_itself_into_a_log() -> None:
    assert "見本" not in repr(label())
