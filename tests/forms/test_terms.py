"""Periods, days of law and early ends as procedure files tell them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import journey, terms
from forms.faults import Broken
from forms.procedure import AfterDue, Layout, Procedure, State
from forms.terms import Deadline, Period
from tests.forms.builders import FIELDS, HEAD, STEPS, WORDS, a_dictionary, a_procedure

KNOWN = a_dictionary(FIELDS)
END = f'\n[[exit]]\nafter = "who"\nwhen = {{ applicant_kind = "agent" }}\ntitle = {WORDS}\ntext = {WORDS}\n'


def form(more: str) -> Procedure:
    return a_procedure(head=HEAD + more, known=KNOWN)


def told(more: str, steps: str = STEPS) -> str:
    with pytest.raises(Broken) as broken:
        a_procedure(steps, head=HEAD + more, known=KNOWN)
    return " ".join(one.message for one in broken.value.every)


@pytest.mark.parametrize(
    ("first", "last", "day", "opened"),
    [
        ("06-01", "08-31", "2026-06-01", True),
        ("06-01", "08-31", "2026-08-31", True),
        ("06-01", "08-31", "2026-09-01", False),
        ("11-01", "02-29", "2027-01-15", True),
        ("11-01", "02-29", "2027-02-28", True),
        ("11-01", "02-29", "2027-03-01", False),
        ("2026-06-01", "2026-06-30", "2026-06-15", True),
        ("2026-06-01", "2026-06-30", "2027-06-15", False),
    ],
)
def test_a_request_is_taken_within_its_period(first: str, last: str, day: str, opened: bool) -> None:
    assert terms.is_open([Period(first, last)], date.fromisoformat(day)) is opened


def test_without_a_period_it_is_always_taken() -> None:
    assert terms.is_open([], date(2026, 1, 1))


def test_the_next_of_several_periods_is_told() -> None:
    periods = [Period("10-01", "10-31"), Period("04-01", "04-30")]

    assert terms.near(periods, date(2026, 11, 1)) == (date(2027, 4, 1), date(2027, 4, 30))


@given(day=st.dates(date(2000, 3, 1), date(2090, 1, 1)), first=st.dates(), last=st.dates())
def test_a_yearly_period_is_never_past(day: date, first: date, last: date) -> None:
    span = Period(f"{first:%m-%d}", f"{last:%m-%d}").near(day)

    assert span[1] >= day
    assert span[0] <= span[1]


@pytest.mark.parametrize(
    ("law", "last"),
    [
        (Deadline("moved", days=14), date(2026, 2, 14)),
        (Deadline("moved", days=14, counts_first=True), date(2026, 2, 13)),
        (Deadline("moved", months=1), date(2026, 2, 28)),
    ],
)
def test_a_day_of_law_is_counted_from_an_answer(law: Deadline, last: date) -> None:
    assert law.on({"moved": "2026-01-31"}) == last
    assert law.on({}) is None


def test_an_early_end_cuts_the_path_off() -> None:
    procedure = form(END)

    assert [step.key for step in journey.path(procedure, {"applicant_kind": "agent"})] == ["who"]
    end = journey.exit_of(procedure, {"applicant_kind": "agent"})
    assert end is procedure.exits[0]
    assert journey.exit_of(procedure, {"applicant_kind": "self"}) is None
    assert len(journey.path(procedure, {"applicant_kind": "self"})) > 1


def test_what_a_file_leaves_out_is_the_usual() -> None:
    procedure = form("")

    assert procedure.state is State.PUBLISHED
    assert procedure.layout is Layout.PAGES
    assert procedure.after_due is AfterDue.WAIT
    assert procedure.retention_years is None


def test_what_a_file_says_is_read() -> None:
    said = 'state = "draft"\nlayout = "tasks"\nafter_due = "return"\ndecision = "none"\nretention_years = 5\n'

    procedure = a_procedure(head=said + HEAD, known=KNOWN)

    assert procedure.state is State.DRAFT
    assert procedure.layout is Layout.TASKS
    assert procedure.after_due is AfterDue.RETURN
    assert procedure.retention_years == 5


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (END.replace('"who"', '"nowhere"'), "そのようなステップはありません"),
        (END.replace('applicant_kind = "agent"', "copies = 1"), "前に尋ねる項目"),
        (END.replace('when = { applicant_kind = "agent" }\n', ""), "どんな答えのときか"),
        (END + 'link = "http://x.example/"\n', "https://"),
        ('\n[[open]]\nfrom = "6-1"\nto = "08-31"\n', "06-01 か"),
        ('\n[[open]]\nfrom = "2026-06-01"\nto = "2026-05-01"\n', "前の日です"),
        ('\n[deadline_from]\nfield = "name"\ndays = 14\n', "日付の項目ではありません"),
        ('\n[deadline_from]\nfield = "birth"\n', "days か months"),
    ],
)
def test_what_a_file_says_wrongly_is_told(more: str, words: str) -> None:
    assert words in told(more)


@pytest.mark.parametrize("key", sorted(["card", "ended", "files", "later", "tasks"]))
def test_a_step_cannot_take_the_name_of_another_page(key: str) -> None:
    assert "ステップの名前に使えません" in told("", STEPS.replace('key = "you"', f'key = "{key}"'))
