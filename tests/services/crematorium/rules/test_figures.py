"""The year of the 斎場 in figures: by month of the admission, by 区分, by whose price, by furnace."""

from datetime import date

from portal.pack.crematorium import Crematorium
from services.crematorium.rules import figures
from services.crematorium.rules.figures import Use
from services.crematorium.rules.states import State
from tests.portal.cases import hinata
from tests.services.crematorium.builders import at


def hall() -> Crematorium:
    found = hinata().crematorium
    assert found is not None
    return found


def use(state: State = State.HELD, day: int = 23, month: int = 11, who: str = "resident") -> Use:
    return Use("ro_1", at(day, 9, 30, month), state, "adult", who)


def test_what_was_held_is_counted_in_the_month_of_its_admission() -> None:
    uses = [use(), use(day=24, who="outside"), use(day=1, month=12)]

    november, december = figures.counted(hall(), [date(2026, 11, 1), date(2026, 12, 1)], uses)

    assert (november.held, december.held) == (2, 1)
    assert dict(november.whose) == {"resident": 1, "outside": 1}
    assert november.furnaces["ro_1"] == 2
    assert november.sorts["adult"] == 2


def test_what_is_to_come_given_back_or_lapsed_is_no_cremation() -> None:
    states = (State.TENTATIVE, State.CONFIRMED, State.CANCELLED, State.LAPSED)

    (november,) = figures.counted(hall(), [date(2026, 11, 1)], [use(one) for one in states])

    assert (november.held, november.coming, november.cancelled, november.lapsed) == (0, 2, 1, 1)
    assert not november.furnaces


def test_a_furnace_offers_nothing_on_tomobiki_and_while_it_is_inspected() -> None:
    november, february = figures.counted(hall(), [date(2026, 11, 1), date(2027, 2, 1)], [use()])

    # 友引: 1, 7, 14, 19 and 25 November; five days of inspection in February lie on no other closed day but one.
    assert november.offered["ro_1"] % 4 == 0
    assert november.offered["ro_1"] < 30 * 4
    assert february.offered["ro_3"] < 2 * february.offered["ro_1"] // 4
    assert november.percent("ro_1") == round(100 / november.offered["ro_1"])
    assert november.percent("none") is None


def test_a_year_has_twelve_months_from_april() -> None:
    months = figures.months(date(2026, 4, 1))

    assert (months[0], months[-1], len(months)) == (date(2026, 4, 1), date(2027, 3, 1), 12)
