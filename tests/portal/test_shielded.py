"""住所・連絡先を知られたくない: what leaves a shielded case says neither where somebody is nor how they are reached."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import inbox, shielded, tasks
from portal.db import Database, new_id, put, writing
from portal.inbox import Case, CaseToken
from portal.people import mail_token
from portal.refused import Refused
from portal.vault import vault_of
from tests.portal.cases import clerk, equip, file, filed, hinata

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
ADDRESS = {"postcode": "000-0001", "area": "ひなた市本町", "street": "一丁目1番1号", "building": ""}


def case(**columns: Any) -> Case:
    """A case with only the columns that the rule looks at."""
    return Case(
        **{"id": new_id(), "shielded": True, "safe_way": "mail", "shield_confirmed_at": None, **columns}
    )


def test_addresses_telephones_and_mail_are_covered() -> None:
    answers = {
        "name": "見本 花子",
        "address": ADDRESS,
        "phone": "090-1234-5678",
        "email": "hanako@example.jp",
    }

    assert shielded.cover(answers, hinata().dictionary) == {"name": "見本 花子"}


def test_the_items_of_a_group_are_covered_too() -> None:
    item = {"child_name": "見本 一郎", "child_address": ADDRESS}

    found = shielded.cover({"children": [item]}, hinata().dictionary)

    assert found == {"children": [{"child_name": "見本 一郎"}]}


def test_the_way_somebody_came_by_stays() -> None:
    assert shielded.cover({"way": "online"}, hinata().dictionary) == {"way": "online"}


def test_what_no_dictionary_knows_any_more_stays_inside() -> None:
    assert shielded.cover({"forgotten_address": "ひなた市本町"}, hinata().dictionary) == {}


def test_a_case_that_is_not_shielded_tells_everything(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        plain = filed(session, now)

        assert shielded.told(session, plain)["phone"] == "090-1234-5678"


def test_a_shielded_case_tells_no_contact(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        found = filed(session, now)
        _shield(session, found)

        assert {"phone", "email", "water_address"} & set(shielded.told(session, found)) == set()


@pytest.mark.parametrize("way", ["mail", "line", "telephone", "letter"])
def test_only_the_way_that_is_safe_is_taken(way: str) -> None:
    assert shielded.may_go(case(safe_way="mail"), way) is (way == "mail")


def test_a_letter_waits_until_a_clerk_has_confirmed_it() -> None:
    assert not shielded.may_go(case(safe_way="letter"), "letter")
    assert shielded.may_go(case(safe_way="letter", shield_confirmed_at=NOW), "letter")


@pytest.mark.parametrize("way", ["mail", "telephone", "letter"])
def test_nothing_is_sent_to_whoever_comes_to_the_counter(way: str) -> None:
    assert not shielded.may_go(case(safe_way="counter", shield_confirmed_at=NOW), way)


def test_a_case_that_is_not_shielded_is_reached_by_any_way() -> None:
    assert shielded.may_go(case(shielded=False, safe_way=""), "letter")


def _shield(session: Session, found: Case) -> None:
    with writing(session):
        found.shielded = True


def test_shielding_a_case_takes_away_what_a_shared_mail_address_finds_it_by(
    database: Database, now: datetime
) -> None:
    with equip(database).session() as session:
        with writing(session):
            found = file(session, now)
            token = mail_token(vault_of(session), "hanako@example.jp")
            put(session, CaseToken, {"token": token, "case_id": found.id})
            shielded.begin(session, found, "telephone", clerk(), now)

        assert inbox.held_by(session, found.id, [], [token]) is None


def test_a_way_that_nobody_knows_is_refused(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        found = filed(session, now)

        with pytest.raises(Refused, match="safe_way_needed"), writing(session):
            shielded.begin(session, found, "pigeon", clerk(), now)


def test_ending_it_opens_every_way_again(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        with writing(session):
            found = file(session, now, safe_way="counter")
            shielded.lift(session, found, clerk(), now, "本人が窓口で申し出た")

        assert shielded.may_go(found, "letter")
        assert tasks.open_tasks(session, {found.division}) == []
