"""アカウント連携: only both sides together link, once and within ten minutes; either side ends it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Link, Reply, Text
from portal import friends
from portal.audit import Audit
from portal.db import Database, new_id, writing
from portal.people import Resident
from portal.refused import Refused
from portal.vault import vault_of
from services.chat.actions import linking
from tests.harness.line.events import ALICE, BOB
from tests.portal import cases

AGREE = "https://access.line.example/agree"


@pytest.fixture
def session(database: Database, now: datetime) -> Iterator[Session]:
    with cases.equip(database).session() as opened:
        with writing(opened):
            friends.follow(opened, ALICE, "ja", now)
        yield opened


@pytest.fixture
def hanako(session: Session, now: datetime) -> UUID:
    with writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(person)
        session.flush()
    return person.id


def agreed(session: Session, resident: UUID, now: datetime) -> dict[str, str]:
    """What LINE tells once both sides agreed."""
    address = linking.begin(session, resident, "token-of-line", AGREE, now)
    return {"result": "ok", "nonce": parse_qs(urlsplit(address).query)["nonce"][0]}


def codes(replies: tuple[Reply, ...]) -> list[str]:
    return [one.code for reply in replies if isinstance(reply, Text) for one in reply.say]


def deeds(session: Session) -> list[str]:
    return list(session.scalars(select(Audit.verb).order_by(Audit.at, Audit.id)))


@pytest.mark.parametrize(
    "word", ["アカウント連携", " アカウント連携 ", "「アカウント連携」", "れんけい", "Link account"]
)
def test_the_word_for_it_is_heard(word: str) -> None:
    assert linking.wanted(word) == "link"


@pytest.mark.parametrize("word", ["連携解除", "連携を やめる", "れんけいをやめる", "unlink"])
def test_the_word_to_end_it_is_heard(word: str) -> None:
    assert linking.wanted(word) == "unlink"


@pytest.mark.parametrize("word", ["", "連携とは何ですか", "住民票", "linked"])
def test_a_question_is_no_such_word(word: str) -> None:
    assert linking.wanted(word) == ""


def test_the_word_is_answered_with_our_page_and_lines_own_token(session: Session, now: datetime) -> None:
    said = linking.asked(session, ALICE, "link", lambda: "t&1", now)

    assert codes(said) == ["line_link_begin"]
    assert [one.address for one in said if isinstance(one, Link)] == ["/line/link?linkToken=t%261"]


def test_both_sides_together_link(session: Session, hanako: UUID, now: datetime) -> None:
    told = agreed(session, hanako, now)

    said = linking.linked(session, ALICE, told, now + timedelta(minutes=9))

    assert codes(said) == ["line_linked"]
    assert friends.address_of(session, hanako) == friends.Address(ALICE, "ja")
    assert deeds(session) == ["line.link"]
    assert codes(linking.asked(session, ALICE, "link", str, now)) == ["line_linked_already"]


def test_the_word_between_the_two_is_good_once(session: Session, hanako: UUID, now: datetime) -> None:
    told = agreed(session, hanako, now)
    linking.linked(session, ALICE, told, now)
    linking.unlink(session, hanako, now)

    assert codes(linking.linked(session, ALICE, told, now)) == ["line_link_failed"]
    assert friends.linked(session, hanako) is None


def test_the_word_between_the_two_is_good_for_ten_minutes(
    session: Session, hanako: UUID, now: datetime
) -> None:
    told = agreed(session, hanako, now)

    assert codes(linking.linked(session, ALICE, told, now + timedelta(minutes=10))) == ["line_link_failed"]


def test_beginning_anew_makes_the_first_word_useless(session: Session, hanako: UUID, now: datetime) -> None:
    first = agreed(session, hanako, now)
    agreed(session, hanako, now)

    assert codes(linking.linked(session, ALICE, first, now)) == ["line_link_failed"]


@pytest.mark.parametrize(
    "told",
    [{}, {"result": "failed", "nonce": "x"}, {"result": "ok"}, {"result": "ok", "nonce": 7}, {"result": "ok", "nonce": "あ"},
     {"result": "ok", "nonce": "made up"}, {"result": "ok", "nonce": "x" * 300}],
)  # fmt: skip
def test_anything_else_links_nothing(
    session: Session, hanako: UUID, now: datetime, told: dict[str, object]
) -> None:
    agreed(session, hanako, now)

    assert codes(linking.linked(session, ALICE, told, now)) == ["line_link_failed"]
    assert friends.linked(session, hanako) is None
    assert deeds(session) == []


def test_a_stranger_of_the_account_is_not_linked_and_the_word_stays_good(
    session: Session, hanako: UUID, now: datetime
) -> None:
    told = agreed(session, hanako, now)

    assert codes(linking.linked(session, BOB, told, now)) == ["line_link_failed"]
    assert codes(linking.linked(session, ALICE, told, now)) == ["line_linked"]


def test_the_word_to_end_it_ends_it(session: Session, hanako: UUID, now: datetime) -> None:
    linking.linked(session, ALICE, agreed(session, hanako, now), now)

    said = linking.asked(session, ALICE, "unlink", str, now)

    assert codes(said) == ["line_unlinked"]
    assert friends.address_of(session, hanako) is None
    assert deeds(session) == ["line.link", "line.unlink"]
    assert codes(linking.asked(session, ALICE, "unlink", str, now)) == ["line_not_linked"]


def test_a_token_that_line_cannot_have_made_is_refused(session: Session, hanako: UUID, now: datetime) -> None:
    for made_up in ("", "x" * 201):
        with pytest.raises(Refused):
            linking.begin(session, hanako, made_up, AGREE, now)
