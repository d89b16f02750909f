"""The page of a talk: the same with a script and without, for one browser alone, and never for a flood."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import inbox
from portal.db import new_id
from portal.inbox import Case
from tests.services.chat.talking import MORNING, send
from tests.services.desk.builders import Desk, desk

QUESTION = "住民票の写しはどこで取れますか"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town."""
    found = desk(tmp_path_factory.mktemp("chat"), MORNING)
    yield found
    found.close()


@pytest.fixture
def browser(town: Desk) -> FlaskClient:
    return town.app.test_client()


def test_a_question_is_answered_on_the_page_with_source_division_and_the_way_on(browser: FlaskClient) -> None:
    answer = send(browser, said=QUESTION)

    assert answer.status_code == 200
    assert QUESTION in answer.text
    assert "担当：市民課" in answer.text
    assert 'href="/procedures/juminhyo"' in answer.text
    assert "解決しましたか" in answer.text


@pytest.mark.parametrize(
    ("language", "said", "free", "way"),
    [
        ("ja", "体育館 あした 空いてる？", "11月21日（土）に空いている時間です。", "空きを見て予約する"),
        ("easy", "会議室は あした あいて いますか", "あいている 時間です。", "見て、予約する"),
        ("en", "Is the gymnasium available tomorrow?", "Free on Sat 21 Nov", "See free times and book"),
    ],
)
def test_whoever_asks_for_a_free_room_is_told_its_times_and_the_way_to_book(
    browser: FlaskClient, language: str, said: str, free: str, way: str
) -> None:
    browser.set_cookie("lang", language)

    answer = send(browser, said=said)

    assert free in answer.text
    assert way in answer.text
    assert 'href="/reservations/sogo_taiikukan' in answer.text
    assert "day=2026-11-21#free" in answer.text


def test_an_empty_question_is_refused_and_says_so(browser: FlaskClient) -> None:
    answer = send(browser, said="　")

    assert answer.status_code == 422
    assert "<title>エラー：" in answer.text


def test_a_form_without_its_token_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/chat", data={"said": QUESTION}).status_code in (400, 403)


def test_nobody_else_sees_the_talk_and_no_address_carries_it(town: Desk, browser: FlaskClient) -> None:
    answer = send(browser, said=QUESTION)

    assert answer.request.path == "/chat"
    assert answer.request.query_string == b""
    assert QUESTION not in town.app.test_client().get("/chat").text


def test_the_talk_is_never_kept_by_anything_in_between(browser: FlaskClient) -> None:
    assert browser.get("/chat").headers["Cache-Control"] == "no-store"


def test_the_words_of_a_button_stand_in_the_talk_and_made_up_ones_do_not(browser: FlaskClient) -> None:
    send(browser, said=QUESTION)

    answer = send(browser, action="<b>matter:nothing</b>")

    assert answer.status_code == 200
    assert "matter:nothing" not in answer.text


def test_beginning_anew_empties_the_page(browser: FlaskClient) -> None:
    send(browser, said=QUESTION)

    answer = send(browser, "/chat/new")

    assert QUESTION not in answer.text


@pytest.mark.parametrize(
    "said", ["あ" * 5000, "😀😀😀", "<script>alert(1)</script>", "\x00\u202e", "' OR 1=1"]
)
def test_whatever_is_written_gets_an_answer(browser: FlaskClient, said: str) -> None:
    answer = send(browser, said=said)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_flood_from_one_network_is_asked_to_wait_and_another_network_is_not(tmp_path: Path) -> None:
    found = desk(tmp_path, MORNING)
    object.__setattr__(found.app.extensions["house"].settings, "forms_per_network", 2)
    flood, neighbour = found.app.test_client(), found.app.test_client()

    met = [send(flood, said=QUESTION).status_code for _ in range(3)]
    neighbour.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    other = send(neighbour, said=QUESTION).status_code

    assert met == [200, 200, 429]
    assert other == 200
    found.close()


def test_a_message_to_a_division_is_a_request_with_a_number_and_carries_the_talk(
    town: Desk, browser: FlaskClient
) -> None:
    send(browser, said=QUESTION)

    answer = send(
        browser,
        "/chat/message",
        "/chat/message?division=suido",
        division="suido",
        origin=str(new_id()),
        inquiry_text="夜でも開いている窓口はありますか",
        attach="yes",
    )

    assert answer.status_code == 200
    with town.session() as session:
        case = session.scalars(select(Case).where(Case.procedure == "toiawase")).one()
        told = inbox.answers(session, case)
    assert (case.channel, case.division, case.state) == ("chat", "suido", "arrived")
    assert case.receipt_no in answer.text
    assert QUESTION in told["inquiry_talk"]


def test_without_a_tick_the_talk_stays_with_whoever_had_it(town: Desk, browser: FlaskClient) -> None:
    send(browser, said=QUESTION)

    send(
        browser, "/chat/message", "/chat/message", origin=str(new_id()), inquiry_text="聞きたいことがあります"
    )

    with town.session() as session:
        case = session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
        told = inbox.answers(session, case)
    assert told.get("inquiry_talk") is None
    assert case.division == "sogo"


def test_an_empty_message_and_an_individual_number_are_refused(browser: FlaskClient) -> None:
    empty = send(browser, "/chat/message", "/chat/message", origin=str(new_id()))
    number = send(
        browser, "/chat/message", "/chat/message", origin=str(new_id()), inquiry_text="1234 5678 9018 です"
    )

    assert (empty.status_code, number.status_code) == (422, 422)


def test_the_same_form_sent_twice_is_one_request(town: Desk, browser: FlaskClient) -> None:
    origin = str(new_id())
    for _ in range(2):
        send(browser, "/chat/message", "/chat/message", origin=origin, inquiry_text="二度押しました")

    with town.session() as session:
        assert len(session.scalars(select(Case).where(Case.origin == UUID(origin))).all()) == 1


def test_whoever_asks_for_their_request_sees_where_it_stands_and_a_stranger_is_asked_to_sign_in(
    town: Desk, browser: FlaskClient
) -> None:
    send(browser, "/chat/message", "/chat/message", origin=str(new_id()), inquiry_text="街灯が消えています")
    with town.session() as session:
        case = session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()

    mine = send(browser, said="申請はどこまで進んでいますか").text
    stranger = send(town.app.test_client(), said="申請はどこまで進んでいますか").text

    assert "届きました" in mine
    # It was read a moment ago, and says so.
    assert "に確認" in mine
    assert f'href="/applications/{case.id}"' in mine
    assert f"/applications/{case.id}" not in stranger
    assert 'href="/applications/"' in stranger
