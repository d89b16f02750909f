"""Until when one case is kept: by its class as it was on the day it was closed, by how it ended, and longer where money moved."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from portal import payments
from portal.db import Database, writing
from portal.pack import Pack
from portal.payments import Told
from portal.states import State
from services.records.actions.keeping import Keeping, keeping, moved_money
from tests.portal.cases import filed, town
from tests.services.records.builders import at, closed, furnished


def with_water(**changes: object) -> Pack:
    found = town()
    water = replace(found.procedure("suido_kaishi"), **changes)  # type: ignore[arg-type]
    return replace(found, procedures=MappingProxyType({**found.procedures, water.key: water}))


def kept(database: Database, end: State = State.DONE, pack: Pack | None = None) -> Keeping | None:
    with furnished(database, pack).session() as session:
        case = closed(session, at(2027, 3, 31), end)
        return keeping(session, case, money=False)


def test_a_completed_case_is_kept_as_its_class_says(database: Database) -> None:
    found = kept(database)

    assert found is not None
    assert (found.class_id, found.years) == ("D1", 5)
    assert (found.closed_on, found.until) == (date(2027, 3, 31), date(2032, 3, 31))


def test_an_hour_after_midnight_in_japan_is_the_next_fiscal_year(database: Database) -> None:
    with furnished(database).session() as session:
        late = closed(session, at(2027, 3, 31, 16))

        found = keeping(session, late, money=False)

    assert found is not None
    assert (found.closed_on, found.until) == (date(2027, 4, 1), date(2033, 3, 31))


@pytest.mark.parametrize(
    ("end", "class_id", "until"),
    [(State.WITHDRAWN, "K1", date(2028, 3, 31)), (State.RETURNED, "K2", date(2030, 3, 31))],
)
def test_what_ended_without_a_result_is_filed_by_how_it_ended(
    database: Database, end: State, class_id: str, until: date
) -> None:
    found = kept(database, end)

    assert found is not None
    assert (found.class_id, found.until) == (class_id, until)


def test_a_procedure_may_differ_from_its_class(database: Database) -> None:
    found = kept(database, pack=with_water(retention_years=10))

    assert found is not None
    assert (found.class_id, found.until) == ("D1", date(2037, 3, 31))


def test_a_register_in_use_has_no_end(database: Database) -> None:
    found = kept(database, pack=with_water(document_class="X2"))

    assert found is not None
    assert found.until is None


def test_where_no_rule_says_how_long_nothing_is_disposed_of(database: Database) -> None:
    assert kept(database, pack=with_water(document_class="")) is None


def test_an_open_case_has_no_end_yet(database: Database) -> None:
    with furnished(database).session() as session:
        assert keeping(session, filed(session, at(2027, 3, 31)), money=False) is None


def test_where_money_moved_five_years_are_the_least(database: Database) -> None:
    now = at(2027, 3, 31)
    with furnished(database).session() as session:
        case, other = closed(session, now, State.WITHDRAWN), closed(session, now, State.WITHDRAWN)
        with writing(session):
            due = payments.owe(session, "case", case.id, "fee", 300, now, key="juminhyo", division="suido")
            payments.paid(session, due, Told(300, "cash", "cash:1"), now)
            free = payments.owe(session, "case", other.id, "fee", 300, now, key="juminhyo", division="suido")
            payments.waived(session, free, Told(300, "ended", "ended:1"), now)

        moved = moved_money(session, [case.id, other.id])
        found = keeping(session, case, money=case.id in moved)

    assert moved == {case.id}
    assert found is not None
    assert found.until == date(2032, 3, 31)
