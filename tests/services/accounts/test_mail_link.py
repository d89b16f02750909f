"""A resident comes in by a mail link: single use, a quarter of an hour, and nobody learns which addresses are known."""

import re

import pytest
from sqlalchemy import func, select

from portal import saved_answers
from portal.db import writing
from portal.people import Contact, Resident
from portal.saved_answers import SavedAnswer
from portal.sessions import WebSession
from portal.vault import DataKey
from tests.services.accounts.town import Town

HANAKO = "hanako@mail.example"


def test_a_mail_link_opens_the_list_of_applications(town: Town) -> None:
    visit = town.visit()

    assert visit.fill("/me/sign-in", mail=HANAKO) == 303
    assert visit.follow() == 200
    assert "メールを見てください" in visit.page
    (link,) = town.links(HANAKO)
    assert visit.fill(link) == 303

    assert visit.where == "/applications/"
    assert visit.open("/me") == 200
    assert HANAKO in visit.page


def test_the_link_leads_back_to_where_the_resident_came_from(town: Town) -> None:
    visit = town.visit()
    assert visit.open("/me/sessions") == 303
    assert visit.where == "/me/sign-in?next=%2Fme%2Fsessions"
    visit.follow()

    visit.send("/me/sign-in", mail=HANAKO, next="/me/sessions")
    visit.fill(town.links(HANAKO)[-1])

    assert visit.where == "/me/sessions"


def test_a_scanner_that_opens_the_link_does_not_use_it_up(town: Town) -> None:
    visit = town.visit()
    visit.fill("/me/sign-in", mail=HANAKO)
    link = town.links(HANAKO)[-1]

    for _ in range(3):
        assert town.visit("198.51.100.9").open(link) == 200
    assert town.visit("198.51.100.9").client.head(link).status_code == 200

    assert visit.fill(link) == 303


def test_a_link_works_once(town: Town) -> None:
    town.sign_in_resident(town.visit())
    link, second = town.links(HANAKO)[-1], town.visit()

    assert second.open(link) == 410
    assert "もう使われました" in second.page
    second.open("/me/sign-in")
    assert second.send(link) == 410
    assert second.open("/me") == 303


def test_a_link_ends_after_a_quarter_of_an_hour(town: Town) -> None:
    visit = town.visit()
    visit.fill("/me/sign-in", mail=HANAKO)
    link = town.links(HANAKO)[-1]
    town.clock.forward(minutes=15)

    assert visit.fill(link) == 410
    assert "期限が過ぎました" in visit.page


def test_an_invented_link_is_refused(town: Town) -> None:
    assert town.visit().open("/me/link/nonsense") == 404


def test_a_stranger_learns_nothing_from_the_answer(town: Town) -> None:
    town.sign_in_resident(town.visit())
    stranger = town.visit("198.51.100.1")

    answers = []
    for mail in (HANAKO, "nobody@mail.example"):
        stranger.fill("/me/sign-in", mail=mail)
        answers.append((stranger.last.status_code, stranger.where))

    assert answers[0] == answers[1]


def test_a_later_link_does_not_spoil_an_earlier_one(town: Town) -> None:
    visit = town.visit()
    visit.fill("/me/sign-in", mail=HANAKO)
    first = town.links(HANAKO)[-1]
    town.visit("198.51.100.1").fill("/me/sign-in", mail=HANAKO)

    assert visit.fill(first) == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "入力してください"),
        ("hanako", "「@」を1つ入れて"),
        ("hanako@mail.con", "hanako@mail.com"),
        ("花子@mail.example", "「@」の前に、使えない文字"),
    ],
)
def test_an_address_that_is_none_is_told_beside_the_field_and_kept(town: Town, typed: str, said: str) -> None:
    visit = town.visit()

    assert visit.fill("/me/sign-in", mail=typed) == 422
    assert said in visit.page
    assert f'value="{typed}"' in visit.page
    assert 'aria-invalid="true"' in visit.page


def test_full_width_letters_are_read(town: Town) -> None:
    assert town.visit().fill("/me/sign-in", mail="　ｈａｎａｋｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ ") == 303

    assert len(town.links(HANAKO)) == 1


def test_the_mail_is_in_the_readers_language(town: Town) -> None:
    visit = town.visit()
    visit.client.set_cookie("lang", "en")
    visit.fill("/me/sign-in", mail=HANAKO)
    town.work()

    folder = town.house.settings.mail_folder
    assert folder is not None
    (file,) = folder.glob("*.eml")
    assert b"Content-Language: en" in file.read_bytes()


def test_somebody_who_comes_again_is_the_same_person(town: Town) -> None:
    for _ in range(2):
        town.sign_in_resident(town.visit())

    with town.session() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Resident, Contact)]
    assert counts == [1, 1]


def test_a_new_sign_in_ends_the_session_the_browser_had(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    before = visit.cookie("kmado_session")

    town.sign_in_resident(visit)

    assert visit.cookie("kmado_session") != before
    with town.session() as session:
        alive = select(func.count()).select_from(WebSession).where(WebSession.revoked_at.is_(None))
        assert session.scalar(alive) == 1


def test_signing_out_leaves_nothing_on_the_browser(town: Town) -> None:
    visit = town.visit()
    visit.open("/me/sign-in")
    anonymous = visit.cookie("kmado_visit")
    town.sign_in_resident(visit)
    token = visit.cookie("kmado_session")
    visit.open("/me")

    assert visit.send("/me/sign-out") == 303

    assert anonymous
    assert visit.cookie("kmado_session") == ""
    assert visit.cookie("kmado_visit") == ""
    thief = town.visit()
    thief.client.set_cookie("kmado_session", token)
    assert thief.open("/me") == 303


def test_a_resident_ends_a_session_on_another_device(town: Town) -> None:
    library, home = town.sign_in_resident(town.visit()), town.sign_in_resident(town.visit())
    with town.session() as session:
        first = session.scalars(select(WebSession.id).order_by(WebSession.made_at)).first()
    home.open("/me/sessions")
    assert home.page.count("Windows / Chrome") == 2

    assert home.send("/me/sessions", session=str(first)) == 303

    assert library.open("/me") == 303
    assert home.open("/me") == 200


def test_a_resident_cannot_end_somebody_elses_session(town: Town) -> None:
    other, mine = (
        town.sign_in_resident(town.visit(), "taro@mail.example"),
        town.sign_in_resident(town.visit()),
    )
    with town.session() as session:
        theirs = session.scalars(select(WebSession.id).order_by(WebSession.made_at)).first()
    mine.open("/me/sessions")

    mine.send("/me/sessions", session=str(theirs))

    assert other.open("/me") == 200


def test_a_resident_ends_all_sessions(town: Town) -> None:
    library, home = town.sign_in_resident(town.visit()), town.sign_in_resident(town.visit())
    home.open("/me/sessions")

    assert home.send("/me/sessions", session="all") == 303

    assert (library.open("/me"), home.open("/me")) == (303, 303)


def test_a_session_nobody_uses_ends_within_the_hour(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())
    town.clock.forward(minutes=59)
    assert visit.open("/me") == 200
    town.clock.forward(minutes=61)

    assert visit.open("/me") == 303
    assert visit.follow() == 200
    assert "しばらく操作がなかった" in visit.page


def test_addresses_and_secrets_stand_in_no_address_of_ours(town: Town) -> None:
    visit = town.visit()
    visit.fill("/me/sign-in", mail=HANAKO)

    assert "@" not in visit.where
    assert re.fullmatch(r"/me/link/[\w-]{43}", town.links(HANAKO)[-1])


def test_what_ended_is_swept_at_night(town: Town) -> None:
    town.sign_in_resident(town.visit())
    town.clock.forward(days=40)
    town.work()

    with town.session() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0


def test_a_resident_is_forgotten_with_everything_the_account_kept(town: Town) -> None:
    visit, elsewhere = town.sign_in_resident(town.visit()), town.sign_in_resident(town.visit())
    other = town.sign_in_resident(town.visit(), "taro@mail.example")
    with town.session() as session, writing(session):
        me = session.scalars(select(Resident).order_by(Resident.made_at)).first()
        assert me is not None
        saved_answers.keep(session, me.id, {"name": "見本 花子"}, "form", town.now)
        key = me.key_id
    assert visit.open("/me/erase") == 200

    assert visit.send("/me/erase") == 303

    assert (visit.open("/me"), elsewhere.open("/me"), other.open("/me")) == (303, 303, 200)
    with town.session() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Resident, Contact, SavedAnswer)
        ]
        assert counts == [1, 1, 0]
        assert session.get(DataKey, key) is None


def test_looking_at_the_page_forgets_nothing(town: Town) -> None:
    visit = town.sign_in_resident(town.visit())

    assert visit.client.head("/me/erase").status_code == 200

    assert visit.open("/me") == 200
