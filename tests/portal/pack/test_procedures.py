"""The two nationwide procedures from first question to last, along every branch and every way."""

from datetime import date

import pytest

from forms import journey
from forms.field import Value
from forms.kinds import KINDS
from portal.pack import read
from tests.portal.pack.builder import PACKS
from tests.portal.pack.sheet_answers import residence_copy, water

PACK = read(PACKS / "hinata")
COPY, WATER = PACK.procedure("juminhyo"), PACK.procedure("suido_kaishi")
ON = date(2026, 11, 21)


def steps(procedure: str, answers: dict[str, Value]) -> list[str]:
    return [step.key for step in journey.path(PACK.procedure(procedure), answers)]


@pytest.mark.parametrize("way", ["window", "post"])
@pytest.mark.parametrize("kind", ["self", "household", "agent"])
def test_a_whole_request_for_a_residence_copy_has_no_fault(way: str, kind: str) -> None:
    answers = residence_copy(way=way, applicant_kind=kind)

    assert journey.check(COPY, answers, today=ON) == []
    assert journey.first_unanswered(COPY, journey.effective(COPY, answers)) is None


@pytest.mark.parametrize("kind", ["self", "household"])
def test_a_request_online_needs_no_address_and_knows_no_representative(kind: str) -> None:
    answers = residence_copy(way="online", applicant_in_household=kind)

    counted = journey.effective(COPY, answers)

    assert journey.check(COPY, answers, today=ON) == []
    assert not {"address", "applicant_kind", "agent_name", "show_individual_number"} & counted.keys()


def test_a_representative_is_asked_about_only_when_there_is_one() -> None:
    assert "agent" in steps("juminhyo", residence_copy())
    assert "agent" not in steps("juminhyo", residence_copy(applicant_kind="self"))


def test_members_are_asked_for_only_when_some_are_chosen() -> None:
    everybody = journey.effective(COPY, residence_copy(residence_copy_scope="all"))

    assert "residence_copy_members" not in everybody
    assert "residence_copy_members" in journey.effective(COPY, residence_copy())


@pytest.mark.parametrize("way", ["online", "post"])
def test_a_copy_with_the_individual_number_can_be_asked_for_only_at_the_counter(way: str) -> None:
    asked = {ask.key for step in COPY.steps for ask in journey.asks(step, {"way": way})}

    assert "show_individual_number" not in asked
    assert "show_individual_number" in journey.effective(COPY, residence_copy())


@pytest.mark.parametrize("way", ["online", "window"])
@pytest.mark.parametrize("moving_from", ["same_city", "other_city", "none"])
def test_a_whole_water_notification_has_no_fault(way: str, moving_from: str) -> None:
    answers = water(way=way, moving_from=moving_from)

    assert journey.check(WATER, answers, today=ON) == []


def test_another_address_for_bills_is_asked_for_only_when_it_is_another() -> None:
    missing = [fault.field for fault in journey.check(WATER, water(billing_to="other"), today=ON)]

    assert missing == ["billing_name", "billing_address"]
    assert "billing_name" not in journey.effective(WATER, water(billing_name="x"))


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2026-09-22", True), ("2026-09-21", False), ("2027-02-21", True), ("2027-02-22", False)],
)
def test_water_begins_within_two_months_back_and_three_ahead(day: str, fits: bool) -> None:
    assert (journey.check(WATER, water(water_start_date=day), today=ON) == []) is fits


def test_no_question_is_asked_under_two_keys_of_one_label() -> None:
    for procedure in (COPY, WATER):
        labels = [ask.label.say("ja").text for ask in procedure.asks if not ask.key.startswith("applicant")]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("key", [key for key in PACK.dictionary if PACK.dictionary[key].example])
@pytest.mark.parametrize("lang", ["ja", "easy", "en"])
def test_an_example_is_an_answer_its_own_field_takes(key: str, lang: str) -> None:
    field = PACK.dictionary[key]
    part = KINDS[field.kind].parts[1 if field.kind == "birth" else 0].key

    assert KINDS[field.kind].read({part: field.example.say(lang).text}, field, ON)
