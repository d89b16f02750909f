"""A list is kept under a name, for its maker or for a division, and read with care."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal import audit
from portal.db import Database, writing
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions import views
from services.desk.models import SavedView
from services.desk.rules import Tab, Wanted
from tests.portal.cases import equip
from tests.services.desk.builders import hire
from tests.services.desk.seats import seat

LATE = Wanted(Tab.REVIEW, procedure="suido_kaishi", due_to=date(2026, 11, 30), after="a_2026-11-20_x")


def clerk(session: Session, *roles: str, division: str = "suido") -> StaffSeat:
    """Somebody who is on staff, for views remember their maker."""
    with writing(session):
        found = hire(session)
    return seat(*roles, division=division, id=found.id)


def names(session: Session, who: StaffSeat) -> list[str]:
    return [one.name for one in views.of(session, who)]


def saved(session: Session, who: StaffSeat, now: datetime, name: str = "期限", division: str = "") -> UUID:
    return views.save(session, who, name, LATE, division, now)


def test_a_view_opens_what_was_looked_at_from_its_beginning(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        mine = clerk(session)

        view_id = saved(session, mine, now, "  期限の　近いもの ")

        (view,) = views.of(session, mine)
        assert (view.name, view.wanted.due_to, view.wanted.after) == (
            "期限の 近いもの",
            date(2026, 11, 30),
            "",
        )
        assert [row.verb for row in audit.of(session, "view", view_id)] == ["changed"]


def test_the_same_name_again_replaces_the_view(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        mine = clerk(session)
        saved(session, mine, now)

        views.save(session, mine, "期限", Wanted(Tab.CLOSED), "", now)

        assert [one.wanted.tab for one in views.of(session, mine)] == [Tab.CLOSED]


def test_ones_own_view_is_nobody_elses(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        mine, colleague = clerk(session), clerk(session)
        view_id = saved(session, mine, now)

        assert names(session, colleague) == []
        with pytest.raises(Refused) as refused:
            views.remove(session, colleague, view_id, now)
        assert (refused.value.code, refused.value.status) == ("view_unknown", 404)


def test_a_shared_view_is_for_the_division_alone(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        saved(session, clerk(session), now, division="suido")

        assert names(session, clerk(session, "counter")) == ["期限"]
        assert names(session, clerk(session, division="zeimu")) == []


@pytest.mark.parametrize(("role", "division"), [("counter", "suido"), ("worker", "zeimu")])
def test_only_who_works_there_shares_with_a_division(
    database: Database, now: datetime, role: str, division: str
) -> None:
    with equip(database).session() as session:
        with pytest.raises(Refused) as refused:
            saved(session, clerk(session, role, division=division), now, division="suido")

        assert refused.value.code == "not_permitted"


def test_a_shared_view_is_removed_by_who_works_there(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        maker, counter, colleague = clerk(session), clerk(session, "counter"), clerk(session)
        view_id = saved(session, maker, now, division="suido")

        with pytest.raises(Refused):
            views.remove(session, counter, view_id, now)
        views.remove(session, colleague, view_id, now)

        assert names(session, maker) == []


@pytest.mark.parametrize("name", ["", " \n", "あ" * 41, "1234 5678 9018"])
def test_a_name_that_says_nothing_or_too_much_is_refused(
    database: Database, now: datetime, name: str
) -> None:
    with equip(database).session() as session:
        with pytest.raises(Refused) as refused:
            saved(session, clerk(session), now, name)

        assert refused.value.code == "view_name"


def test_views_do_not_grow_without_end(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_VIEWS", 2)
    with equip(database).session() as session:
        mine = clerk(session)
        for name in ("一", "二"):
            saved(session, mine, now, name)

        with pytest.raises(Refused) as refused:
            saved(session, mine, now, "三")
        saved(session, mine, now, "二")

        assert refused.value.code == "too_many_views"


@pytest.mark.parametrize(
    "query", [{"tab": "gone", "due_to": "soon", "x": "y"}, {"tab": ["review"]}, ["tab"], {}]
)
def test_a_view_that_no_longer_means_anything_opens_the_whole_list(
    database: Database, now: datetime, query: object
) -> None:
    with equip(database).session() as session:
        mine = clerk(session)
        with writing(session):
            session.add(
                SavedView(id=uuid4(), name="古い", staff_id=mine.id, division=None, query=query, made_at=now)
            )

        assert [one.wanted for one in views.of(session, mine)] == [Wanted()]
