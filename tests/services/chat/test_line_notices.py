"""Everything a resident is told arrives on the LINE account they linked, until they block it or let go; then mail takes over."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

import services
from portal import friends, inbox, notify
from portal.db import Database, new_id, writing
from portal.inbox import HOUSE, CaseHolder, State
from portal.notify import Reach
from portal.outbox import Outbox
from portal.people import ADDRESS, Contact, Resident, mail_token, resident_holder
from portal.service import listeners, sight
from portal.vault import vault_of
from services.reports.actions import reporting
from tests.harness.line.events import ALICE, event
from tests.harness.line.server import LineServer
from tests.portal import cases
from tests.services.chat import lining
from tests.services.chat.lining import Town
from tests.services.chat.test_line_sending import NOT_NOTICES, TEMPLATES
from tests.services.reports import builders

MAIL = "hanako@example.jp"
NOTICES = [one for one in TEMPLATES if one not in NOT_NOTICES]


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    made = lining.town(database, line_server, tmp_path)
    database.info.update(hear=listeners(services.ALL), sighting=sight(services.ALL))
    made.hear(event("follow", ALICE))
    made.line.sent.clear()
    return made


@pytest.fixture
def hanako(town: Town) -> UUID:
    """A resident with a mail address of their own, who linked an account."""
    with town.session() as session, writing(session):
        vault = vault_of(session)
        person = Resident(id=new_id(), key_id=vault.new_key(session), made_at=town.clock())
        session.add(person)
        session.flush()
        sealed = vault.seal(session, person.key_id, MAIL, ADDRESS)
        session.add(
            Contact(
                id=new_id(), resident_id=person.id, kind="mail", token=mail_token(vault, MAIL), sealed=sealed,
                confirmed_at=town.clock(),
            )
        )  # fmt: skip
        assert friends.link(session, ALICE, person.id, town.clock())
    return person.id


def told(town: Town, to: Reach | UUID, template: str) -> str | None:
    with town.session() as session, writing(session):
        if isinstance(to, Reach):
            to = notify.with_line(session, to)
        return notify.notify(session, to, template, refs={}, values={}, locale="ja", now=town.clock())


def ways(town: Town) -> list[tuple[str, str]]:
    """Everything that was stored to tell somebody: what, and by which way."""
    with town.session() as session:
        wanted = select(Outbox).where(Outbox.kind.in_(["mail", "line"])).order_by(Outbox.no)
        return [(one.template, one.kind) for one in session.scalars(wanted)]


def test_every_notice_reaches_the_linked_friend_until_they_leave_and_then_mail_takes_over(
    town: Town, hanako: UUID
) -> None:
    assert {told(town, hanako, one) for one in NOTICES} == {"line"}
    town.work()
    pushed = town.line.arrived(ALICE)
    assert [one.how for one in pushed] == ["push"] * len(NOTICES)

    town.hear(event("unfollow", ALICE))
    assert {told(town, hanako, one) for one in NOTICES} == {"mail"}
    town.hear(event("follow", ALICE))
    assert told(town, hanako, "completed") == "line"
    with town.session() as session, writing(session):
        assert friends.unlink(session, hanako)
    assert {told(town, hanako, one) for one in NOTICES} == {"mail"}


def test_a_room_that_keeps_only_an_address_reaches_them_as_well(town: Town, hanako: UUID) -> None:
    assert told(town, Reach(mail=MAIL.upper()), "queue_soon") == "line"
    assert told(town, Reach(mail=MAIL), "wait_offer") == "line"
    assert told(town, Reach(mail="somebody.else@example.jp"), "wait_offer") == "mail"


def test_what_proves_an_address_goes_to_the_address(town: Town, hanako: UUID) -> None:
    with town.session() as session, writing(session):
        way = notify.notify(session, MAIL, "login_link", refs={}, values={}, locale="ja", now=town.clock())

    assert way == "mail"


def test_a_request_tells_its_steps_there(town: Town, hanako: UUID) -> None:
    with town.session() as session, writing(session):
        case = cases.file(session, town.clock())
        session.add(CaseHolder(case_id=case.id, holder=resident_holder(hanako)))
        session.flush()
        for template in ("receipt", "accepted", "correction_requested", "completed"):
            assert notify.notify_case(session, case, template, town.clock()) == "line"
    town.work()

    pages = str([one.messages for one in town.line.arrived(ALICE)])
    assert pages.count(f"/line/case/{case.id}?lang=ja&openExternalBrowser=1") == 4
    assert case.receipt_no not in pages


def test_the_answer_to_a_report_reaches_whoever_reported_it(town: Town, hanako: UUID) -> None:
    with town.session() as session:
        wanted = builders.told()
        mine = reporting.Told(
            wanted.origin, wanted.answers, holders=(resident_holder(hanako),), channel="line"
        )
        case = reporting.report(session, mine, town.clock())
        with writing(session):
            inbox.move(session, case, State.ACCEPTED, HOUSE, town.clock())
            inbox.move(session, case, State.DONE, HOUSE, town.clock())
            notify.notify_case(session, case, "completed", town.clock())
    town.work()

    assert ("completed", "line") in ways(town)
    assert f"/line/case/{case.id}" in str(town.line.arrived(ALICE)[-1].messages)
