"""Moving, households, insurance, school and seal: the paper forms of the counter, each person and each fact asked once."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

import pytest

from forms import journey
from forms.procedure import Box, Completes, Decision
from portal.pack import read
from tests.portal.pack.builder import PACKS, REAL
from tests.services.applications.answering import paths

PACK = read(PACKS / "hinata")
TODAY = date(2026, 11, 21)
MOVE_IN = ("tennyu", "kokuho_kanyu", "jidou_teate_nintei", "kodomo_iryo", "tennyugaku", "inkan_touroku")
NEW = {
    "tennyu": "shimin", "tenkyo": "shimin", "kokuho_kanyu": "hoken", "kodomo_iryo": "kodomo", "tennyugaku": "gakko",
    "inkan_touroku": "shimin", "shussei": "shimin", "shibo_setai": "shimin", "konin_ato": "shimin", "furigana": "shimin",
    "sosaisai": "hoken", "koki_soshitsu": "hoken", "nenkin_todoke": "hoken", "kaigo_soshitsu": "kaigo",
    "kodomo_iryo_henko": "kodomo",
}  # fmt: skip
# After a death one family files these together.
FAREWELL = ("shibo_setai", "sosaisai", "koki_soshitsu", "kaigo_soshitsu", "nenkin_todoke")
# Whoever moves in with the same household, whichever of the forms is filled in.
SHARED = ("name", "name_kana", "birth_date", "address", "phone")
PEOPLE: list[dict[str, Any]] = [
    {"member_name": "見本 太郎", "member_birth_date": "1990-05-05", "mover_relation": "spouse", "mover_insurance": "employer"},
    {"member_name": "見本 一", "member_birth_date": "2018-06-01", "mover_relation": "child", "mover_insurance": "national"},
    {"member_name": "見本 二", "member_birth_date": "2026-01-10", "mover_relation": "child", "mover_insurance": "other"},
    {"member_name": "見本 三", "member_birth_date": "2003-01-10", "mover_relation": "child", "mover_insurance": "national"},
]  # fmt: skip


@pytest.mark.parametrize("key", NEW)
def test_its_guide_says_everything_a_resident_needs(key: str) -> None:
    procedure = PACK.procedure(key)

    for said in (procedure.title, procedure.summary, procedure.verb, procedure.who, procedure.deadline):
        assert said.missing() == ()
    assert procedure.law
    assert procedure.bring
    assert len(procedure.search) > 10
    assert procedure.minutes
    assert procedure.processing_days
    assert procedure.document_class
    assert len({ask.key for ask in procedure.every_ask}) >= 8


@pytest.mark.parametrize("key", NEW)
def test_it_can_be_prepared_for_the_counter_and_its_division_answers_for_it(key: str) -> None:
    window = PACK.procedure(key).way("window")

    assert window is not None
    assert window.completes is Completes.PREPARATION
    assert window.remains.missing() == ()
    assert PACK.offered(key, TODAY)
    assert PACK.owner(key, TODAY).id == NEW[key]


@pytest.mark.parametrize("key", NEW)
def test_whatever_is_answered_leads_to_the_end_or_to_a_way_forward(key: str) -> None:
    procedure = PACK.procedure(key)
    for way in (way for way in procedure.ways if way.kind != "elsewhere"):
        for answers, end in islice(paths(procedure, way, TODAY), 25):
            if end is None:
                assert journey.check(procedure, answers, today=TODAY) == []
                assert journey.first_unanswered(procedure, answers) is None
            else:
                assert end.text
                assert not end.procedure or PACK.offered(end.procedure, TODAY)


@pytest.mark.parametrize("key", MOVE_IN)
def test_the_forms_of_a_move_in_ask_who_somebody_is_under_the_same_keys(key: str) -> None:
    asked = {ask.key for ask in PACK.procedure(key).asks}

    # A school's notice needs no birthday of the parent.
    assert {field for field in SHARED if field not in asked} <= {"birth_date"}
    assert not asked & {"new_address", "new_household_head"}


def test_a_notice_of_moving_is_counted_from_the_day_somebody_began_to_live_there() -> None:
    for key in ("tennyu", "tenkyo"):
        deadline = PACK.procedure(key).deadline_from
        assert deadline is not None
        assert deadline.on({"moving_day": "2026-11-20"}) == date(2026, 12, 4)


def test_only_the_counter_takes_a_notice_of_moving() -> None:
    for key in ("tennyu", "tenkyo"):
        procedure = PACK.procedure(key)
        assert [way.kind for way in procedure.ways] == ["window", "elsewhere"]
        assert procedure.completes is Completes.PREPARATION
        assert procedure.decision is Decision.NONE


def end(key: str, answers: Mapping[str, Any]) -> str:
    found = journey.exit_of(PACK.procedure(key), {"way": "window", "on_day": TODAY.isoformat(), **answers})
    return found.procedure or found.title.say("ja").text if found else ""


@pytest.mark.parametrize(
    ("key", "answers", "onward"),
    [
        ("tennyu", {"moving_from": "same_city"}, "tenkyo"),
        ("tenkyo", {"moving_from": "abroad"}, "tennyu"),
        ("tennyu", {"moving_from": "other_city", "moving_day": "2026-11-01", "moving_out_proof": "not_yet"}, "先に、前の市区町村で転出届をしてください"),
        ("tennyu", {"moving_from": "other_city", "moving_day": "2026-11-01", "moving_out_proof": "card"}, ""),
        ("kodomo_iryo", {"lives_here": "no"}, "tennyu"),
        ("shibo_setai", {"farewell_head": "one"}, "世帯主変更の届出は要りません"),
        ("shibo_setai", {"farewell_head": "several"}, ""),
        ("sosaisai", {"farewell_insurance": "work"}, "勤め先の健康保険に申請してください"),
        ("koki_soshitsu", {"koki_end_reason": "moved"}, "tenshutsu"),
        ("konin_ato", {"family_event": "marriage", "moved_too": "yes"}, "tenkyo"),
        ("furigana", {"furigana_before": "yes", "furigana_recorded": "ミホン ハナコ"}, "二度目からの変更には、家庭裁判所の許可が要ります"),
    ],
)  # fmt: skip
def test_whom_a_form_is_not_for_is_told_where_to_go(key: str, answers: dict[str, Any], onward: str) -> None:
    assert end(key, answers) == onward


@pytest.mark.parametrize(("born", "refused"), [("2011-11-22", True), ("2011-11-21", False)])
def test_a_seal_is_registered_from_the_fifteenth_birthday_on(born: str, refused: bool) -> None:
    person = {"seal_matter": "first", "applicant_kind": "self", "name": "見本 花子", "birth_date": born}

    assert bool(end("inkan_touroku", person)) is refused


@pytest.mark.parametrize(
    ("group", "places"), [("children", [1, 2]), ("school_children", [1]), ("insurance_joiners", [1, 3])]
)
def test_who_moved_along_is_taken_over_by_whom_it_concerns(group: str, places: list[int]) -> None:
    draws = PACK.dictionary[group].draws_on
    answers = {"moving_people": PEOPLE, "head_relation": "head"}

    assert draws is not None
    assert [place for place, _ in draws.drawn(answers, TODAY)] == places


@pytest.mark.parametrize(
    ("relation", "of_spouse", "name"),
    [
        ("head", "spouse", "見本 太郎"),
        ("spouse", "head", "見本 太郎"),
        ("child", "spouse", None),
        (None, "spouse", None),
    ],
)
def test_a_spouse_who_moved_along_is_not_asked_for_again(
    relation: str | None, of_spouse: str, name: str | None
) -> None:
    draws = PACK.dictionary["spouse_name"].draws_on
    status = PACK.dictionary["spouse_status"].draws_on
    spouse = {**PEOPLE[0], "mover_relation": of_spouse}
    answers = {"moving_people": [spouse, *PEOPLE[1:]], "head_relation": relation}

    assert draws is not None
    assert status is not None
    assert draws.one(answers, TODAY) == ({"spouse_name": name} if name else {})
    assert status.one(answers, TODAY) == ({"spouse_status": "together"} if name else {})


def test_the_children_of_somebody_elses_household_are_not_taken_for_ones_own() -> None:
    draws = PACK.dictionary["children"].draws_on

    assert draws is not None
    assert draws.drawn({"moving_people": PEOPLE, "head_relation": "sibling"}, TODAY) == ()


def test_nothing_is_taken_over_that_the_list_of_movers_does_not_ask() -> None:
    step = next(step for step in PACK.procedure("tennyu").steps if step.repeat)
    assert step.repeat is not None
    asked = {ask.key for ask in step.repeat.asks}

    for field in PACK.dictionary.fields.values():
        if draws := field.draws_on:
            named = {other for _, other in draws.take} | {key for key, _ in (*draws.where, *draws.aged)}
            assert named <= asked, field.key


def test_the_forms_after_a_death_ask_about_the_person_under_the_same_keys() -> None:
    for key in FAREWELL:
        asked = {ask.key for ask in PACK.procedure(key).every_ask}
        assert {"deceased_name", "deceased_on", "name", "address", "phone"} <= asked, key


@pytest.mark.parametrize(
    ("key", "field", "day", "last"),
    [
        ("shibo_setai", "deceased_on", "2026-11-01", date(2026, 11, 15)),
        ("koki_soshitsu", "deceased_on", "2026-11-01", date(2026, 11, 15)),
        ("kaigo_soshitsu", "deceased_on", "2026-11-01", date(2026, 11, 15)),
        ("konin_ato", "changed_on", "2026-11-01", date(2026, 11, 15)),
        ("sosaisai", "funeral_on", "2026-11-01", date(2028, 11, 1)),
        ("sosaisai", "funeral_on", "2024-02-29", date(2026, 2, 28)),
    ],
)
def test_the_days_of_law_are_counted_from_the_event(key: str, field: str, day: str, last: date) -> None:
    deadline = PACK.procedure(key).deadline_from

    assert deadline is not None
    assert deadline.on({field: day}) == last


def test_only_the_insurance_forms_have_a_box_for_the_individual_number() -> None:
    assert {key for key in NEW if PACK.procedure(key).individual_number_box is Box.LEAVE_EMPTY} == {
        "kokuho_kanyu", "sosaisai", "koki_soshitsu", "kaigo_soshitsu", "nenkin_todoke"
    }  # fmt: skip


@pytest.mark.parametrize("code", REAL)
def test_no_real_citys_sample_offers_what_its_plan_does_not_name(code: str) -> None:
    town = read(PACKS / code)

    assert [key for key in NEW if town.offered(key, TODAY)] == []
