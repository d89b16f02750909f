"""LINE で知らせを受け取る: what is agreed to stands on the page, and the page is for whoever is signed in."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from portal import friends
from portal.db import writing
from portal.people import Resident
from services.chat.actions import linking
from tests.harness.line.events import ALICE, BOB, SECRET, TOKEN
from tests.harness.live import Clock
from tests.services.accounts.town import Town, open_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    moment = datetime.fromisoformat("2026-11-20T10:00:00+09:00")
    made = open_town(
        tmp_path_factory.mktemp("link") / "var", Clock(moment), line_token=TOKEN, line_secret=SECRET
    )
    done = made.app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 0, done.output
    yield made
    made.house.db.dispose()


def test_it_is_agreed_to_linked_and_ended(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    assert visit.open("/line/link?linkToken=token-of-line") == 200
    assert "本人確認には使いません" in visit.page

    assert visit.send("/line/link", linkToken="token-of-line") == 200
    agree = next(part for part in visit.page.split('"') if part.startswith("https://access.line.me/"))
    nonce = parse_qs(urlsplit(agree.replace("&amp;", "&")).query)["nonce"][0]
    with town.session() as session:
        with writing(session):
            friends.follow(session, ALICE, "ja", town.now)
        linking.linked(session, ALICE, {"result": "ok", "nonce": nonce}, town.now)
        person = session.scalars(select(Resident.id).order_by(Resident.made_at)).first()
        assert person is not None
        assert friends.linked(session, person) is not None

    assert visit.open("/me") == 200
    assert "受け取っています" in visit.page
    assert visit.open("/line/link") == 200
    assert visit.send("/line/unlink") == 303
    assert visit.follow() == 200
    assert "連携をやめました" in visit.page
    with town.session() as session:
        assert friends.linked(session, person) is None


def test_without_a_token_the_page_says_how_to_begin(town: Town) -> None:
    visit = town.sign_in_resident(town.visit(), "taro@mail.example")

    assert visit.open("/line/link") == 200

    assert "アカウント連携" in visit.page
    assert 'name="linkToken"' not in visit.page


def test_a_token_that_is_none_is_refused(town: Town) -> None:
    visit = town.sign_in_resident(town.visit(), "jiro@mail.example")
    visit.open("/line/link?linkToken=x")

    assert visit.send("/line/link", linkToken="x" * 300) == 404


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(town: Town) -> None:
    visit = town.visit()

    assert visit.open("/line/link?linkToken=abc") in (302, 303)

    assert "linkToken%3Dabc" in visit.where


def test_districts_are_chosen_on_a_page_once_the_account_is_linked(town: Town) -> None:
    visit = town.sign_in_resident(town.visit(), "saburo@mail.example")
    assert visit.open("/line/garbage") == 200
    assert "ごみの日を知らせて" in visit.page
    with town.session() as session, writing(session):
        friends.follow(session, BOB, "ja", town.now)
        person = session.scalars(select(Resident.id).order_by(Resident.id.desc())).first()
        assert person is not None
        assert friends.link(session, BOB, person, town.now)

    visit.open("/line/garbage")
    assert visit.send("/line/garbage", district=["kita", "chuo"], at="morning") == 303
    assert visit.follow() == 200
    assert "保存しました" in visit.page
    assert visit.page.count(" checked") == 3
    assert visit.send("/line/garbage", district=["kita", "chuo", "minami", "yamate"], at="morning") == 422
    assert "3つの地区までです" in visit.page
    assert visit.send("/line/garbage", district=["nowhere"], at="morning") == 404
    assert visit.send("/line/garbage", at="evening") == 303
    assert visit.follow() == 200
    assert "やめました" in visit.page
