"""個人番号 typed into a preparation: refused beside the field, kept nowhere, logged nowhere; a licence's number passes."""

from pathlib import Path

import pytest

from forms import answers as answering
from forms.field import Field
from forms.kinds import KINDS
from forms.steps import Ask
from services.window.models.slips import Preparation
from tests.portal.cases import hinata
from tests.services.applications.browsing import MORNING, site
from tests.services.applications.test_routes_individual_numbers import numbers, spelt
from tests.services.window.walking import DAY, WHOLE, guide

PLANTED = 2_000
FREE = ("text", "long_text", "name", "kana")


def asked() -> list[Ask]:
    """Every free question that the events' preparations can ask, those about people among them."""
    found: dict[str, Ask] = {}
    for event in hinata().events.values():
        for part in event.parts:
            procedure = hinata().procedure(part.procedure)
            found |= {ask.key: ask for ask in procedure.every_ask if ask.kind in (*FREE, "address")}
    return list(found.values())


def parts(field: Field, text: str) -> dict[str, str]:
    """The text in every input of a question that takes words."""
    if field.kind == "address":
        return {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": text, "building": ""}
    return {part.key: text for part in KINDS[field.kind].parts}


def test_two_thousand_numbers_in_every_spelling_are_refused_in_free_fields() -> None:
    planted = [spelt(number, turn) for turn, number in enumerate(numbers(2026) * (PLANTED // 200))]
    free = asked()

    taken = [
        ask.key
        for turn, text in enumerate(planted)
        for ask in (free[turn % len(free)],)
        if answering.read(ask.field, parts(ask.field, text), DAY).fault is None
    ]

    assert len(planted) == PLANTED
    assert taken == []


def test_the_page_refuses_it_and_neither_database_nor_log_ever_has_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = site(tmp_path / "var", MORNING, log_level="DEBUG")
    browser, secrets = found.browser(), numbers(4)[:20]
    guide(browser, "tennyu", WHOLE)
    browser.open("/window/tennyu/prepare/tennyu-person")

    for turn, number in enumerate(secrets):
        page = browser.press({"name": f"見本 {spelt(number, turn)}", "phone": "080-0000-0000"})

        assert page.status == 422
        assert "name" in page.summary()

    assert found.count(Preparation) == 1
    found.close()
    held = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    said = "".join(capfd.readouterr())
    for number in secrets:
        assert number.encode() not in held
        assert number not in said


def test_a_number_of_twelve_digits_in_a_field_of_its_own_passes() -> None:
    licence = Field("licence_number", "number_code", hinata().dictionary["name"].label, digits=(12, 12))

    taken = [answering.read(licence, {"value": number}, DAY).value for number in numbers(7)]

    assert taken == numbers(7)


def test_no_preparation_asks_for_the_number_itself() -> None:
    keys = {
        ask.key
        for event in hinata().events.values()
        for part in event.parts
        for ask in hinata().procedure(part.procedure).every_ask
    }

    # The one question that names it asks only whether a copy is to show it.
    assert {key for key in keys if "individual_number" in key} <= {"show_individual_number"}
