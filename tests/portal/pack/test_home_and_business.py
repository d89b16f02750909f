"""Procedures around the house, the neighbourhood and the shop: the law's ages and days, sums, early ends with a way forward."""

from datetime import date

import pytest

from forms import journey
from forms.computed import ON
from forms.field import Value
from forms.procedure import Assurance, Box, Completes, Decision
from portal.pack import check, read, shapes
from portal.pack.lists import NOTE
from portal.pack.lists import read as read_list
from portal.pack.sheets import total
from tests.portal.pack.builder import PACKS, REAL

PACK = read(PACKS / "hinata")
TODAY = date(2026, 11, 21)
HOME = (
    "suido_chushi", "sodai_gomi", "doro_senyo", "akiya_sodan", "bohanto_shuri", "tenshutsu", "gentsuki_haisha",
    "inu_touroku",
)  # fmt: skip
LIFE = ("gan_kenshin", "ichiji_azukari", "shugaku_enjo", "kokuho_soshitsu")
VOICES = (
    "sumaho_kyoshitsu", "event_sanka", "anketo", "public_comment", "shicho_tegami", "joho_kokai",
)  # fmt: skip
SUBSIDIES = ("dx_hojokin", "ict_hojokin", "jichikai_hojokin")
MINE = (*HOME, *LIFE, *VOICES, *SUBSIDIES)
NUMBERS = {*range(3012, 3030), *range(4001, 4030), *range(5001, 5030)}
# What each real city's plan names, beside what its sample has always shown.
NAMED = {
    "utsunomiya": {"ict_hojokin", "jichikai_hojokin", "sumaho_kyoshitsu"},
    "tatsuno": {"tenshutsu", "anketo", "event_sanka", "sumaho_kyoshitsu"},
    "kanuma": {"anketo", "sumaho_kyoshitsu", "dx_hojokin"},
    "ube": {"shicho_tegami", "public_comment", "anketo", "jichikai_hojokin", "sumaho_kyoshitsu"},
}
EXPENSES: list[dict[str, Value]] = [
    {"expense_name": "予約システム", "expense_payee": "見本システム", "expense_amount": 300_000},
    {"expense_name": "タブレット", "expense_payee": "見本電器", "expense_amount": 45_000},
]


def end(key: str, **answers: Value) -> str:
    """Where these answers end early, in Japanese; nothing when they lead on."""
    found = journey.exit_of(PACK.procedure(key), {"way": "online", ON: TODAY.isoformat(), **answers})
    return found.title.say("ja").text if found else ""


@pytest.mark.parametrize("key", MINE)
def test_its_guide_says_everything_a_resident_needs(key: str) -> None:
    procedure = PACK.procedure(key)

    for said in (procedure.title, procedure.summary, procedure.verb, procedure.who, procedure.deadline):
        assert said.missing() == ()
    assert procedure.law
    assert len(procedure.search) > 10
    assert procedure.minutes
    assert procedure.processing_days
    assert procedure.document_class
    assert int(procedure.number) in NUMBERS
    assert len({ask.key for ask in procedure.every_ask}) >= 8


@pytest.mark.parametrize("key", MINE)
def test_its_online_way_ends_where_the_file_says(key: str) -> None:
    procedure = PACK.procedure(key)
    online = procedure.way("online")

    if procedure.completes is Completes.ELSEWHERE:
        assert online is None
        assert procedure.way("elsewhere")
        assert procedure.link.startswith("https://")
    else:
        assert online is not None
        assert online.completes is procedure.completes
        assert (online.completes is Completes.ONLINE) != bool(online.remains)


@pytest.mark.parametrize("key", MINE)
def test_whoever_must_be_reached_is_asked_how(key: str) -> None:
    online = PACK.procedure(key).way("online")

    if online is not None and online.assurance is Assurance.contact:
        phone = PACK.procedure(key).ask("phone")
        email = PACK.procedure(key).ask("email")
        assert phone is not None
        assert not phone.optional
        assert email is None or email.optional


@pytest.mark.parametrize("key", [*SUBSIDIES, "doro_senyo", "shugaku_enjo", "joho_kokai"])
def test_what_is_granted_or_refused_takes_a_second_person(key: str) -> None:
    assert PACK.procedure(key).decision is Decision.TWO_STEPS


@pytest.mark.parametrize("key", ["doro_senyo", "joho_kokai", "ichiji_azukari", "gan_kenshin", "event_sanka"])
def test_what_the_office_charges_later_is_not_called_free(key: str) -> None:
    assert PACK.procedure(key).fee_later
    assert PACK.fee(key, TODAY) is None


@pytest.mark.parametrize("key", ["kokuho_soshitsu", "shugaku_enjo"])
def test_a_form_with_a_box_for_the_individual_number_leaves_it_empty(key: str) -> None:
    assert PACK.procedure(key).individual_number_box is Box.LEAVE_EMPTY


@pytest.mark.parametrize(
    ("born", "kinds", "stopped"),
    [
        ("2007-04-01", ["cervix"], ""),
        ("2007-04-02", ["cervix"], "20歳になる年度"),
        ("1987-04-01", ["lung"], ""),
        ("1987-04-02", ["lung"], "40歳になる年度"),
        ("1987-04-02", ["lung", "cervix"], "40歳になる年度"),
    ],
)
def test_screening_counts_the_age_on_the_last_day_of_the_fiscal_year(
    born: str, kinds: list[str], stopped: str
) -> None:
    found = end(
        "gan_kenshin", name="見本 花子", name_kana="ミホン ハナコ", birth_date=born, lives_here="yes",
        screening_kinds=kinds, screening_symptoms="no", screening_work=None,
    )  # fmt: skip

    assert stopped in found
    assert bool(found) == bool(stopped)


def test_somebody_with_symptoms_is_sent_to_a_doctor_and_not_to_a_screening() -> None:
    found = end(
        "gan_kenshin", name="見本 花子", name_kana="ミホン ハナコ", birth_date="1960-01-01", lives_here="yes",
        screening_kinds=["lung"], screening_symptoms="yes", screening_work=None,
    )  # fmt: skip

    assert "医療機関" in found


def test_bulky_items_are_counted_together() -> None:
    items: list[dict[str, Value]] = [
        {"bulky_item_name": "いす", "bulky_item_size": "under_1m", "bulky_item_count": 4},
        {"bulky_item_name": "机", "bulky_item_size": "under_2m", "bulky_item_count": 1},
    ]
    answers: dict[str, Value] = {
        "way": "online", "waste_from": "home", "waste_unaccepted": "none", "bulky_items": items,
    }  # fmt: skip

    assert journey.worked_out(PACK.procedure("sodai_gomi"), answers)["bulky_total"] == 5
    assert total(PACK.fee("sodai_gomi", TODAY), answers) == 5 * 400


@pytest.mark.parametrize("refused", ["appliance", "computer", "danger"])
def test_what_the_city_does_not_collect_is_told_before_anything_is_listed(refused: str) -> None:
    assert end("sodai_gomi", waste_from="home", waste_unaccepted=refused)
    assert end("sodai_gomi", waste_from="home", waste_unaccepted="none") == ""


@pytest.mark.parametrize("key", ["dx_hojokin", "ict_hojokin"])
def test_a_subsidy_tells_early_whom_it_is_not_for(key: str) -> None:
    fitting: dict[str, Value] = {"company_here": "yes", "company_size": "small", "project_started": "no"}

    assert end(key, **fitting) == ""
    for changed in (
        {"company_here": "no"}, {"company_size": "deemed_large"}, {"project_started": "yes"},
    ):  # fmt: skip
        assert end(key, **{**fitting, **changed})


def test_the_expenses_of_a_subsidy_are_added_up_as_money() -> None:
    answers: dict[str, Value] = {
        "way": "online", "company_here": "yes", "company_size": "small", "project_started": "no",
        "expenses": EXPENSES, "subsidy_wanted": 150_000, "income_own": 195_000, "income_other": None,
    }  # fmt: skip
    procedure = PACK.procedure("dx_hojokin")

    found = journey.worked_out(procedure, answers)

    assert (found["expense_total"], found["income_total"]) == (345_000, 345_000)
    assert next(one for one in procedure.computed if one.key == "expense_total").yen


@pytest.mark.parametrize(
    ("key", "field", "days"),
    [("inu_touroku", "dog_got_on", 30), ("gentsuki_haisha", "moped_gone_on", 30),
     ("kokuho_soshitsu", "insurance_new_since", 14)],
)  # fmt: skip
def test_the_days_of_law_are_counted_from_the_event(key: str, field: str, days: int) -> None:
    deadline = PACK.procedure(key).deadline_from

    assert deadline is not None
    assert (deadline.field, deadline.days) == (field, days)


@pytest.mark.parametrize(
    ("key", "answers", "onward"),
    [
        ("kokuho_soshitsu", {"insurance_left_for": "moving"}, "tenshutsu"),
        ("public_comment", {"commenter_kind": "none"}, "shicho_tegami"),
    ],
)
def test_whoever_is_turned_away_finds_the_right_procedure(
    key: str, answers: dict[str, Value], onward: str
) -> None:
    found = journey.exit_of(PACK.procedure(key), {"way": "online", **answers})

    assert found is not None
    assert found.procedure == onward
    assert PACK.offered(onward, TODAY)


@pytest.mark.parametrize("key", ["anketo", "bohanto_shuri", "shicho_tegami"])
def test_a_voice_needs_no_name(key: str) -> None:
    procedure = PACK.procedure(key)
    online = procedure.way("online")
    answers: dict[str, Value] = {"way": "online", "letter_reply": "no"}

    assert online is not None
    assert online.assurance is Assurance.none
    for step, asks in ((step, journey.asks(step, answers)) for step in procedure.steps):
        assert not [ask for ask in asks if ask.key == "name" and not ask.optional and not step.when]


@pytest.mark.parametrize("code", REAL)
def test_a_real_citys_sample_offers_only_what_its_list_names(code: str) -> None:
    pack = read(PACKS / code)
    rows = {row["手続ID"]: row for row in read_list(PACKS / code / "procedures.csv", shapes.PROCEDURES).rows}
    sources = {kpi.source for kpi in pack.kpis}

    offered = {key for key in pack.procedures if pack.offered(key, TODAY)}

    assert offered <= {key for key, row in rows.items() if row["公開"] == "する"}
    assert offered & set(MINE) == NAMED[code]
    for key in offered & set(MINE):
        assert any(source in rows[key][NOTE] for source in sources), key


def test_the_sample_town_offers_all_of_them_and_shows_eight_first() -> None:
    assert check.check(PACKS / "hinata") == []
    assert all(PACK.offered(key, TODAY) for key in MINE)
    assert len(PACK.popular) == 8
    assert all(PACK.offered(key, TODAY) for key in PACK.popular)
