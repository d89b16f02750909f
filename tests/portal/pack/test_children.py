"""The fifteen child-rearing procedures of たつの市's plan: nobody gets stuck, and the law's own days and ages hold."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from forms import journey, terms
from forms.computed import ON
from forms.field import Field, Value
from forms.procedure import Assurance, Box, Completes, Decision, Procedure
from portal.pack import read
from tests.portal.pack.builder import PACKS, REAL

PACK = read(PACKS / "hinata")
TODAY = date(2026, 11, 21)
ALLOWANCE = (
    "jidou_teate_nintei",
    "jidou_teate_gaku_kaitei",
    "jidou_teate_henko",
    "jidou_teate_shometsu",
    "jidou_teate_mishiharai",
    "jidou_teate_kifu",
    "jidou_teate_kifu_henko",
    "jidou_teate_choshu",
    "jidou_teate_choshu_henko",
    "jidou_teate_genkyo",
)
NURSERY = ("hoiku_nintei", "hoiku_riyou", "hoiku_genkyo")
CHILDREN = (*ALLOWANCE, *NURSERY, "jidou_fuyo_genkyo_jizen", "ninshin_todoke")
ADDRESS = {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": "一丁目1番1号", "building": ""}
ACCOUNT = {
    "bank": "見本銀行",
    "bank_code": "",
    "branch": "本店",
    "branch_code": "",
    "kind": "ordinary",
    "number": "0000001",
    "holder": "ミホン ハナコ",
}
PLAIN: Mapping[str, Value] = {
    "name": "見本 花子",
    "kana": "ミホン ハナコ",
    "birth": "1990-05-05",
    "phone": "080-0000-0000",
    "email": "hanako@mail.example",
    "text": "見本",
    "long_text": "見本",
    "month": "2026-12",
    "time": "09:00",
    "yes": True,
}
# Of each question that can end a form early, the answer of somebody whom the procedure is for.
FITTING: Mapping[str, Value] = {
    "applicant_kind": "self",
    "lives_here": "yes",
    "public_employer": "no",
    "income_higher": "self",
    "childcare_want": "care",
    "teate_report_reason": "divorcing",
}


def value(field: Field) -> Value:
    """An answer that the field takes."""
    if field.choices:
        fitting = FITTING.get(field.key, field.choices[0].value)
        return [str(fitting)] if field.kind == "choices" else fitting
    if field.kind in ("integer", "yen"):
        return field.min or 0
    if field.kind == "date":
        earliest = field.from_today[0] if field.from_today else 0
        return (TODAY + timedelta(days=max(0, earliest))).isoformat()
    made: Mapping[str, Any] = {"address": ADDRESS, "bank_account": ACCOUNT, "file": None}
    return made[field.kind] if field.kind in made else PLAIN[field.kind]


def answered(procedure: Procedure, way: str, **forced: Value) -> dict[str, Value]:
    """A whole form filled in step after step, with some answers given."""
    answers: dict[str, Value] = {"way": way, ON: TODAY.isoformat()}
    while step := journey.first_unanswered(procedure, answers):
        live = journey.known(procedure, answers)
        if step.repeat:
            answers[step.asks[0].key] = [item(procedure, step, live, forced)]
            continue
        for ask in journey.asks(step, live):
            answers.setdefault(ask.key, forced.get(ask.key, value(ask.field)))
    return answers


def item(procedure: Procedure, step: Any, live: Any, forced: Mapping[str, Value]) -> dict[str, Value]:
    made: dict[str, Value] = {}
    while missing := [ask for ask in journey.item_asks(procedure, step, made, live) if ask.key not in made]:
        for ask in missing:
            made[ask.key] = forced.get(ask.key, value(ask.field))
    return made


def ways(procedure: Procedure) -> list[str]:
    return [way.kind for way in procedure.ways if way.kind != "elsewhere"]


@pytest.mark.parametrize(
    ("key", "way"), [(key, way) for key in CHILDREN for way in ways(PACK.procedure(key))]
)
def test_a_form_for_whom_it_is_meant_ends_whole(key: str, way: str) -> None:
    procedure = PACK.procedure(key)

    answers = answered(procedure, way)

    assert journey.exit_of(procedure, answers) is None
    assert journey.check(procedure, answers, today=TODAY) == []
    assert answers["declare_true"] is True


def stuck(procedure: Procedure, way: str, field: Field, choice: str) -> bool:
    """Whether somebody who chooses this comes neither to the end nor to a way forward."""
    answers = answered(procedure, way, **{field.key: [choice] if field.kind == "choices" else choice})
    end = journey.exit_of(procedure, answers)
    return not end.text if end else journey.check(procedure, answers, today=TODAY) != []


@pytest.mark.parametrize("key", CHILDREN)
def test_whatever_is_chosen_leads_to_the_end_or_to_a_way_forward(key: str) -> None:
    procedure = PACK.procedure(key)

    assert [
        (way, ask.key, choice.value)
        for way in ways(procedure)
        for ask in procedure.every_ask
        for choice in ask.field.choices
        if stuck(procedure, way, ask.field, choice.value)
    ] == []


@pytest.mark.parametrize(
    ("key", "answers", "leads_to"),
    [
        ("jidou_teate_nintei", {"public_employer": "yes"}, ""),
        ("jidou_teate_nintei", {"income_higher": "spouse"}, ""),
        ("jidou_teate_nintei", {"teate_child_any": "no"}, "ninshin_todoke"),
        ("jidou_teate_gaku_kaitei", {"teate_receives": "no"}, "jidou_teate_nintei"),
        ("jidou_teate_henko", {"lives_here": "no"}, "jidou_teate_shometsu"),
        (
            "jidou_teate_shometsu",
            {"teate_end_reason": "no_child", "teate_children_left": "some"},
            "jidou_teate_gaku_kaitei",
        ),
        ("jidou_teate_kifu_henko", {"teate_gift_made": "no"}, "jidou_teate_kifu"),
        ("jidou_teate_choshu_henko", {"teate_collect_made": "no"}, "jidou_teate_choshu"),
        ("jidou_teate_genkyo", {"teate_report_reason": "no_letter"}, "jidou_teate_henko"),
        ("hoiku_nintei", {"childcare_want": "under3_only"}, ""),
        ("hoiku_riyou", {"childcare_certified": "no"}, "hoiku_nintei"),
        ("jidou_fuyo_genkyo_jizen", {"fuyo_partner": "yes"}, ""),
        ("ninshin_todoke", {"pregnancy_confirmed": "no"}, ""),
    ],
)
def test_whom_a_procedure_is_not_for_is_told_where_to_go(
    key: str, answers: dict[str, Value], leads_to: str
) -> None:
    procedure = PACK.procedure(key)

    end = journey.exit_of(procedure, answered(procedure, "online", **answers))

    assert end is not None
    assert end.procedure == leads_to


def test_a_child_claims_unpaid_allowance_only_on_paper_through_whoever_stands_for_it() -> None:
    procedure = PACK.procedure("jidou_teate_mishiharai")
    child: dict[str, Value] = {"birth_date": "2015-06-01"}

    assert journey.exit_of(procedure, answered(procedure, "online", **child)) is not None
    assert "agent_name" in answered(procedure, "post", **child)
    assert "agent_name" not in answered(procedure, "online", birth_date="2008-11-21")


@pytest.mark.parametrize(("born", "age"), [("2008-04-01", 18), ("2008-04-02", 17)])
def test_the_last_school_year_of_a_child_is_counted_as_the_law_counts_it(born: str, age: int) -> None:
    # Whoever is born on 1 April reaches an age on 31 March (年齢計算ニ関スル法律), and leaves a school year earlier.
    live = {ON: TODAY.isoformat()}

    known = journey.item_live(PACK.procedure("jidou_teate_nintei"), {"child_birth_date": born}, live)

    assert known["child_age"] == age


@pytest.mark.parametrize(
    ("key", "day", "taken"),
    [
        ("jidou_teate_genkyo", date(2026, 5, 31), False),
        ("jidou_teate_genkyo", date(2026, 6, 1), True),
        ("jidou_teate_genkyo", date(2026, 6, 30), True),
        ("jidou_fuyo_genkyo_jizen", date(2026, 7, 31), False),
        ("jidou_fuyo_genkyo_jizen", date(2026, 8, 31), True),
        ("jidou_fuyo_genkyo_jizen", date(2026, 9, 1), False),
        ("jidou_teate_nintei", date(2026, 1, 1), True),
    ],
)
def test_a_yearly_report_is_taken_only_in_its_month(key: str, day: date, taken: bool) -> None:
    assert terms.is_open(PACK.procedure(key).opening, day) is taken


def test_the_fifteen_days_begin_on_the_day_after_the_birth() -> None:
    deadline = PACK.procedure("jidou_teate_nintei").deadline_from

    assert deadline is not None
    assert deadline.on({"teate_claim_date": "2026-11-10"}) == date(2026, 11, 25)


@pytest.mark.parametrize("key", CHILDREN)
def test_its_guide_and_its_questions_are_complete(key: str) -> None:
    procedure = PACK.procedure(key)

    for said in (procedure.title, procedure.summary, procedure.verb, procedure.who, procedure.deadline):
        assert said.missing() == ()
    assert procedure.law
    assert procedure.bring
    assert len(procedure.search) > 10
    assert procedure.minutes
    assert procedure.processing_days
    assert procedure.document_class
    assert 2101 <= int(procedure.number) <= 2115
    assert len({ask.key for ask in procedure.every_ask}) >= 8
    elsewhere = procedure.way("elsewhere")
    assert elsewhere is not None
    assert elsewhere.link == "https://myna.go.jp/"


@pytest.mark.parametrize("key", ALLOWANCE)
def test_what_moves_the_allowance_is_signed_and_what_grants_it_takes_two(key: str) -> None:
    procedure = PACK.procedure(key)
    online = procedure.way("online")

    assert online is not None
    assert online.assurance is Assurance.signature
    grants = key in ("jidou_teate_nintei", "jidou_teate_gaku_kaitei", "jidou_teate_mishiharai")
    assert (procedure.decision is Decision.TWO_STEPS) is grants


@pytest.mark.parametrize("key", ["jidou_fuyo_genkyo_jizen", "ninshin_todoke"])
def test_what_ends_in_an_interview_says_so_and_does_not_count_as_online(key: str) -> None:
    procedure = PACK.procedure(key)

    assert {procedure.completes, procedure.ways[0].completes} == {Completes.PARTLY}
    assert procedure.remains.missing() == ()
    assert procedure.way("post") is None


def test_a_gift_can_only_be_offered_in_person() -> None:
    for key in ("jidou_teate_kifu", "jidou_teate_kifu_henko"):
        assert PACK.procedure(key).ask("agent_name") is None


def test_forms_with_a_box_for_the_individual_number_leave_it_empty() -> None:
    empty = {key for key in CHILDREN if PACK.procedure(key).individual_number_box is Box.LEAVE_EMPTY}

    assert {"jidou_teate_nintei", "jidou_teate_genkyo", "hoiku_nintei", "ninshin_todoke"} <= empty
    assert "jidou_teate_kifu" not in empty


@pytest.mark.parametrize("code", REAL)
def test_only_the_city_whose_plan_names_them_offers_them(code: str) -> None:
    town = read(PACKS / code)

    assert [key for key in CHILDREN if town.offered(key, TODAY)] == (
        list(CHILDREN) if code == "tatsuno" else []
    )


def test_tatsunos_divisions_answer_for_them() -> None:
    town = read(PACKS / "tatsuno")

    owners = {key: town.owner(key, TODAY).id for key in CHILDREN}

    assert {owners[key] for key in ALLOWANCE} == {"jido"}
    assert {owners[key] for key in NURSERY} == {"yoji"}
    assert owners["ninshin_todoke"] == "kenko"
