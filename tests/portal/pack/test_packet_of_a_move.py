"""The six forms of moving in: how many boxes a family's few answers fill, and that nobody answers anything twice."""

from datetime import date
from functools import cache

from forms import events
from forms.boxes import Filled
from forms.field import Value
from forms.together import Together
from portal.pack import read
from portal.pack.sheets import Sheets
from tests.portal.pack.builder import PACKS
from tests.portal.pack.form_answers import ACCOUNT, DECLARED, HERE, MOTHER, THERE, mover

DAY = date(2026, 12, 1)
PACK = read(PACKS / "hinata")
SHEETS = Sheets(PACK)
EVENT = PACK.events["tennyu"]
PACKET = ("tennyu", "kokuho_kanyu", "jidou_teate_nintei", "kodomo_iryo", "tennyugaku", "inkan_touroku")


def pupil(name: str, born: str) -> dict[str, Value]:
    """A child of the mother, with what each of the forms asks about it."""
    return {
        **mover(member_name=name, member_birth_date=born, mover_relation="child", mover_card="none"),
        "child_relation": "child", "child_living": "together", "child_livelihood": "shared",
        "child_insurance_kind": "national", "child_grade": "小学3年", "child_previous_school": "となり市立北小学校",
        "child_school_support": ["none"], "child_allergy": "none",
    }  # fmt: skip


def mother_with_two_children() -> Together:
    answers: dict[str, Value] = {
        **MOTHER, **DECLARED, "email": None, "note": None, "address": HERE, "previous_address": THERE,
        "moving_from": "other_city", "moving_day": "2026-11-28", "life_moved_people": ["kokuho", "child", "pupil"],
        "life_moved_wants": ["seal"], "applicant_kind": "self", "teate_claim_date": "2026-11-28",
        "moving_out_proof": "card", "own_card": "have", "household_after": "new",
        "head_relation": "head", "previous_household_head": "髙﨑𠮷神 太郎",
        "moving_people": [pupil("髙﨑𠮷神 一郎", "2016-05-06"), pupil("髙﨑𠮷神 さくら", "2020-05-06")],
        "insurance_who": "together", "insurance_card_link": "all", "premium_payment": "bank",
        "public_employer": "no", "income_higher": "only", "work_kind": "self", "pension_kind": "national",
        "january_residence": "elsewhere", "january_address": THERE, "spouse_status": "none",
        "older_children_any": "no", "payout_to": "account", "payout_account": ACCOUNT, "school_wish": "assigned",
        "school_from": "2026-12-02", "seal_letters": "full", "seal_text": "髙﨑𠮷神花子", "seal_identity": "photo",
    }  # fmt: skip
    parts = [
        (PACK.procedures[one.procedure], one.known(answers)) for one in events.chosen(EVENT, answers, DAY)
    ]
    return Together(parts, answers, DAY, known=[ask.key for ask in EVENT.asks])


@cache
def filled() -> tuple[str, ...]:
    """The boxes of all six with something in them; a date counts once, though it has four."""
    family, found = mother_with_two_children(), list[str]()
    for key in PACKET:
        own = family.own(key)
        paper = Filled(PACK.procedures[key], own)
        for box in SHEETS.boxes(key, own):
            whole, _, part = box.rpartition(".")
            if paper.text(box) and part not in ("year", "month", "day"):
                found.append(whole if part == "era" else box)
    return tuple(found)


def asked() -> list[tuple[str, int, str]]:
    """Every question put to the family, the guide's among them, and those about each child as often as there are children it is asked about."""
    family = mother_with_two_children()
    guide = [("", 0, ask.key) for ask in events.asked(EVENT, family.answers, DAY)]
    return guide + [
        (page.group, place, ask.key)
        for page in family.pages
        for place in (family.places(page) if page.step.repeat else [0])
        for ask in (family.item_asks(page, place) if page.step.repeat else page.step.asks)
    ]


def test_the_family_has_answered_everything() -> None:
    family = mother_with_two_children()

    assert tuple(one.key for one in family.lasting) == PACKET
    assert family.first_unanswered is None
    assert family.check() == []


def test_the_packet_has_its_ninety_nine_boxes_three_for_each_question() -> None:
    questions = {key for _, _, key in asked()}

    assert len(filled()) >= 99
    assert len(filled()) / len(questions) >= 3


def test_nothing_is_asked_twice() -> None:
    assert len(asked()) == len(set(asked()))


def test_the_mothers_name_stands_on_every_form_and_was_asked_once() -> None:
    assert filled().count("name") >= len(PACKET)
    assert [key for _, _, key in asked()].count("name") == 1
