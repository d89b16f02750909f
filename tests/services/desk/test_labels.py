"""A label is a short word that a division puts on its cases."""

from datetime import datetime

import pytest

from portal import audit
from portal.db import Database
from portal.refused import Refused
from portal.states import State
from services.desk.actions import labels
from tests.portal.cases import equip
from tests.services.desk.seats import case_in, held, seat


def test_a_label_is_put_on_once_and_taken_off(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, clerk = case_in(session, State.REVIEW, now), seat("counter")
        for _ in range(2):
            labels.put(session, clerk, held(case), "至急", now)
        labels.put(session, clerk, held(case), "電話済み", now)

        assert labels.on(session, [case.id]) == {case.id: ("至急", "電話済み")}
        assert labels.known(session, clerk) == ["至急", "電話済み"]
        labels.take_off(session, clerk, held(case), "至急", now)
        assert labels.on(session, [case.id]) == {case.id: ("電話済み",)}
        assert [row.verb for row in audit.of(session, "case", case.id)] == ["label"] * 4


def test_another_division_neither_labels_nor_sees_labels(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case, stranger = case_in(session, State.REVIEW, now), seat(division="zeimu")
        labels.put(session, seat(), held(case), "至急", now)

        with pytest.raises(Refused) as refused:
            labels.put(session, stranger, held(case), "至急", now)

        assert refused.value.code == "not_permitted"
        assert labels.known(session, stranger) == []


@pytest.mark.parametrize("typed", ["", "　", "あ" * 21, "1234 5678 9018"])
def test_a_label_that_cannot_be_kept_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        labels.worded(typed)

    assert refused.value.code == "label_name"
