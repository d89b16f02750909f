"""Staff come in with a password and a second factor, and never with one of them alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal import sessions
from portal.audit import Audit
from portal.refused import Refused
from portal.sessions import WebSession
from services.accounts.actions import sample, staff_in
from services.accounts.actions.residents import Browser
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit


@pytest.fixture
def visit(town: Town) -> Visit:
    town.sample_staff()
    return town.visit()


def test_password_and_code_open_the_page_one_came_for(town: Town, visit: Visit) -> None:
    assert visit.open("/staff/own") == 303
    assert visit.where == "/staff/sign-in?next=%2Fstaff%2Fown"
    visit.follow()

    assert visit.send("/staff/sign-in", number="1001", password=sample.PASSWORD, next="/staff/own") == 303
    assert visit.follow() == 200
    assert visit.send("/staff/second", code=town.code("1001"), next="/staff/own") == 303

    assert visit.where == "/staff/own"
    assert visit.follow() == 200


def test_a_password_alone_opens_nothing(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)

    assert visit.open("/staff/own") == 303
    assert visit.where.startswith("/staff/second?next=")


def test_a_wrong_password_is_told_without_saying_what_is_wrong(town: Town, visit: Visit) -> None:
    answers = []
    for number in ("1001", "7777"):
        assert visit.fill("/staff/sign-in", number=number, password="wrong") == 401
        answers.append("職員番号かパスワードがちがいます" in visit.page)

    assert answers == [True, True]
    assert visit.open("/staff/second") == 303


def test_whoever_watches_sees_that_passwords_are_tried(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password="a wrong one for sure")

    told = town.app.test_client().get("/metrics").text

    assert 'kurashi_refused_total{code="sign_in_wrong"}' in told


def test_a_number_in_full_width_is_read(town: Town, visit: Visit) -> None:
    assert visit.fill("/staff/sign-in", number="　１００１ ", password=sample.PASSWORD) == 303


def test_a_wrong_code_is_refused(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)

    assert visit.send("/staff/second", code="000000") == 401
    assert "確認コードがちがいます" in visit.page


def test_a_code_is_good_once(town: Town, visit: Visit) -> None:
    code = town.code("1001")
    for expected in (303, 401):
        other = town.visit()
        other.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
        assert other.send("/staff/second", code=code) == expected


def test_codes_cannot_be_tried_one_after_the_other(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)

    answers = [visit.send("/staff/second", code=f"{number:06d}") for number in range(12)]

    assert answers.count(401) == 5
    assert answers[-1] == 429


def test_fresh_sessions_give_no_fresh_tries_for_ever(town: Town, visit: Visit) -> None:
    answers = []
    for index in range(12):
        stranger = town.visit(f"198.51.100.{index + 1}")
        stranger.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
        answers += [stranger.send("/staff/second", code=f"{number:06d}") for number in range(4)]

    assert answers.count(401) == 20
    assert "/staff/device" in stranger.page


def test_the_cookie_changes_with_every_factor(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
    half = visit.cookie("kmado_staff")
    visit.follow()
    visit.send("/staff/second", code=town.code("1001"))

    thief = town.visit()
    thief.client.set_cookie("kmado_staff", half)

    assert visit.cookie("kmado_staff") != half
    assert thief.open("/staff/second") == 303
    assert thief.where == "/staff/sign-in"


def test_somebody_not_yet_or_no_longer_in_service_stays_outside(town: Town, visit: Visit) -> None:
    town.clock.forward(days=-400)

    assert visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD) == 401


def test_only_made_up_people_of_a_made_up_town_are_shown_their_code(town: Town, visit: Visit) -> None:
    visit.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
    visit.follow()
    assert town.code("1001") in visit.page
    assert "見本" in visit.page

    with town.session() as session:
        person = town.staff("1001")
        person.sample = False
        assert sample.code(session, town.house.pack.town, person, town.now) is None


def test_signing_in_is_noted(town: Town, visit: Visit) -> None:
    town.sign_in(visit, "1001")

    with town.session() as session:
        noted = session.execute(select(Audit.actor_id, Audit.verb)).all()
    assert (str(town.staff("1001").id), "signed_in") in noted


def test_signing_out_ends_the_session(town: Town, visit: Visit) -> None:
    town.sign_in(visit, "1001")
    token = visit.cookie("kmado_staff")
    visit.open("/staff/own")

    assert visit.send("/staff/sign-out") == 303

    thief = town.visit()
    thief.client.set_cookie("kmado_staff", token)
    assert thief.open("/staff/own") == 303


def test_an_absurdly_long_password_costs_no_work(town: Town, visit: Visit) -> None:
    assert visit.fill("/staff/sign-in", number="1001", password="x" * 1_000_000) == 401


def test_a_changed_password_ends_all_other_sessions(town: Town, visit: Visit) -> None:
    elsewhere = town.sign_in(town.visit(), "1001")
    town.sign_in(visit, "1001")
    visit.open("/staff/own")

    changed = visit.send(
        "/staff/own/password",
        present=sample.PASSWORD,
        password="さくらのはなびらがちる",
        again="さくらのはなびらがちる",
    )

    assert changed == 422
    changed = visit.send(
        "/staff/own/password",
        present=sample.PASSWORD,
        password="さくらのはなびらがちるころ",
        again="さくらのはなびらがちるころ",
    )
    assert changed == 303
    assert visit.open("/staff/own") == 200
    assert elsewhere.open("/staff/own") == 303
    fresh = town.visit()
    assert fresh.fill("/staff/sign-in", number="1001", password=sample.PASSWORD) == 401
    assert fresh.fill("/staff/sign-in", number="1001", password="さくらのはなびらがちるころ") == 303


def test_the_present_password_is_asked_for_and_not_for_ever(town: Town, visit: Visit) -> None:
    town.sign_in(visit, "1001")
    visit.open("/staff/own")
    typed = {"password": "さくらのはなびらがちるころ", "again": "さくらのはなびらがちるころ"}

    answers = [visit.send("/staff/own/password", present="wrong", **typed) for _ in range(8)]

    assert answers.count(401) == 5
    assert answers[-1] == 429


def test_another_app_takes_the_place_of_the_old_one(town: Town, visit: Visit) -> None:
    from services.accounts.rules import totp

    elsewhere = town.sign_in(town.visit(), "1001")
    town.sign_in(visit, "1001")
    visit.open("/staff/own")
    shown = visit.page.split('<code translate="no">')[1].split("</code>")[0].replace(" ", "")
    import base64

    secret = base64.b32decode(shown)
    old = town.code("1001", ahead=1)
    code = totp.code(secret, totp.step_of(town.now))

    assert visit.send("/staff/own/app", present=sample.PASSWORD, code="000000") == 422
    assert visit.send("/staff/own/app", present=sample.PASSWORD, code=code) == 303
    assert elsewhere.open("/staff/own") == 303

    town.clock.forward(seconds=30)
    other = town.visit()
    other.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
    assert other.send("/staff/second", code=old) == 401
    assert other.send("/staff/second", code=totp.code(secret, totp.step_of(town.now))) == 303


def test_own_sessions_are_listed_and_ended(town: Town, visit: Visit) -> None:
    elsewhere = town.sign_in(town.visit(), "1001")
    town.sign_in(visit, "1001")
    visit.open("/staff/own")

    assert visit.send("/staff/own/sessions", session="others") == 303

    assert elsewhere.open("/staff/own") == 303
    assert visit.open("/staff/own") == 200
    with town.session() as session:
        alive = select(func.count()).select_from(WebSession).where(WebSession.revoked_at.is_(None))
        assert session.scalar(alive) == 1


def test_where_one_was_going_survives_both_factors_whole(town: Town, visit: Visit) -> None:
    path = "/staff/people?name=x&gone=1"
    visit.open("/staff/sign-in")
    visit.send("/staff/sign-in", number="9001", password=sample.PASSWORD, next=path)
    visit.follow()

    assert 'name="next" value="/staff/people?name=x&gone=1"' in visit.page
    visit.send("/staff/second", code=town.code("9001"), next=path)

    assert visit.where == path


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after_signing_in(town: Town, visit: Visit, elsewhere: str) -> None:
    visit.open("/staff/sign-in")
    visit.send("/staff/sign-in", number="9001", password=sample.PASSWORD, next=elsewhere)
    visit.send("/staff/second", code=town.code("9001"), next=elsewhere)

    assert visit.where == "/staff"


def test_of_two_who_send_the_same_code_at_the_same_instant_one_comes_in(town: Town, visit: Visit) -> None:
    person, code = town.staff("1001"), town.code("1001")
    browsers = [Browser(f"198.51.100.{index}", bytes([index]) * 32) for index in range(6)]
    with town.session() as session:
        tokens = [
            staff_in.by_password(session, "1001", sample.PASSWORD, one, town.now).token for one in browsers
        ]
    ready = Barrier(len(browsers))

    def send(place: int) -> bool:
        with town.session() as session:
            half = sessions.find(session, "staff", tokens[place], town.now)
            assert half is not None
            ready.wait()
            try:
                staff_in.by_code(session, half, tokens[place], code, browsers[place], town.now)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(len(browsers)) as pool:
        came_in = list(pool.map(send, range(len(browsers))))

    assert came_in.count(True) == 1
    with town.session() as session:
        whole = [one for one in sessions.of_person(session, "staff", person.id, town.now) if one.level == 2]
    assert len(whole) == 1
