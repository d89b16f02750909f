"""「申請はどうなった？」 on LINE: linked, one's own requests by state and next step; before that, how to link; never what they are."""

from pathlib import Path
from uuid import UUID

import pytest

from portal import friends, inbox
from portal.db import Database, new_id, writing
from portal.inbox import CaseHolder, State
from portal.people import Resident, resident_holder
from portal.vault import vault_of
from services.chat.actions import line_signing, linking
from tests.harness.line.events import ALICE, GROUP, event, message, text
from tests.harness.line.server import LineServer
from tests.portal import cases
from tests.services.chat import lining
from tests.services.chat.lining import Town

ASKED = "申請はどうなった？"


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    made = lining.town(database, line_server, tmp_path)
    made.hear(event("follow", ALICE))
    made.line.sent.clear()
    return made


def linked(town: Town) -> UUID:
    """A resident who linked an account."""
    with town.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=town.clock())
        session.add(person)
        session.flush()
        assert friends.link(session, ALICE, person.id, town.clock())
    return person.id


def filed(town: Town, person: UUID, *states: State, safe_way: str = "") -> str:
    """A request of theirs, gone through some states; its number."""
    with town.session() as session, writing(session):
        case = cases.file(session, town.clock(), safe_way=safe_way)
        session.add(CaseHolder(case_id=case.id, holder=resident_holder(person)))
        for state in states:
            inbox.move(session, case, state, cases.clerk(), town.clock())
        return case.receipt_no


def answered(town: Town) -> str:
    """What was answered last."""
    return str(town.line.arrived(ALICE)[-1].messages)


def test_before_linking_the_way_to_link_is_told_and_a_press_begins_it(town: Town) -> None:
    town.hear(text(ASKED))

    told = answered(town)
    assert "アカウント連携" in told
    assert "/applications/" in told
    with town.session() as session:
        press = line_signing.signer(session)(linking.PRESS)
    assert press in told

    town.hear(event("postback", postback={"data": press}))
    assert "/line/link?linkToken=" in answered(town)


def test_once_linked_each_request_has_its_state_next_step_and_page(town: Town) -> None:
    person = linked(town)
    filed(town, person)
    filed(town, person, State.ACCEPTED, State.REVIEW, State.CORRECTION)
    filed(town, person, State.ACCEPTED, State.DONE)

    town.hear(text(ASKED))

    told = answered(town)
    assert "届きました" in told
    assert "進んだら、ここでお知らせします" in told
    assert "直していただくところがあります" in told
    assert "ページを開いて、直すところを見てください" in told
    assert "手続きは終わりました" not in told
    # It was read a moment ago, and says so.
    assert "に確認" in told
    assert told.count("openExternalBrowser=1") >= 2


def test_nothing_of_what_the_requests_are_stands_on_lines_computers(town: Town) -> None:
    number = filed(town, linked(town))

    town.hear(text(ASKED))

    told = answered(town)
    procedure = town.pack.procedure("suido_kaishi")
    division = town.pack.owner(procedure.key, town.clock().date())
    for secret in (number, procedure.title.say("ja").text, division.name.say("ja").text, "日向"):
        assert secret not in told, secret


def test_what_follows_it_is_not_about_the_procedure(town: Town) -> None:
    filed(town, linked(town))

    town.hear(text(ASKED))
    town.hear(text("いくらですか"))

    assert "水道" not in answered(town)


def test_somebody_whose_whereabouts_are_shielded_is_told_nothing_here(town: Town) -> None:
    filed(town, linked(town), safe_way="mail")

    town.hear(text(ASKED))

    assert "いま進んでいる申請はありません" in answered(town)


def test_in_a_group_nobodys_requests_are_told(town: Town) -> None:
    filed(town, linked(town))
    called = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    content = {"type": "text", "text": f"@ひなた {ASKED}", "quoteToken": "q", "mention": called}

    town.hear(message(content, source={"type": "group", "groupId": GROUP, "userId": ALICE}))

    told = str(town.line.sent[-1].messages)
    assert "ログインすると" in told
    assert "届きました" not in told
