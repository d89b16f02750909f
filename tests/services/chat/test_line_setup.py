"""LINE is set up by one command: what is wrong is told in plain words, and the menus are there however often it is run."""

from collections.abc import Iterator

import pytest

from services.chat.actions import line_setup
from services.chat.outside.line import Line
from services.chat.rules import rich_menus
from tests.harness.line import server
from tests.harness.line.events import TOKEN
from tests.harness.line.server import Fault, LineServer
from tests.portal import cases

BASE = "https://portal.city.hinata.example"


@pytest.fixture(scope="module")
def running() -> Iterator[LineServer]:
    with server.running() as found:
        yield found


@pytest.fixture
def console(running: LineServer) -> Iterator[LineServer]:
    """An account nobody has touched, which refuses nothing that we ask of it."""
    running.menus = type(running.menus)()
    running.webhook, running.quota, running.used = "", None, 0
    running.active, running.chat_mode, running.knocked = True, "bot", (200, "OK")
    running.asked.clear()
    running.refused.clear()
    running.fault = lambda _: None
    yield running
    assert running.refused == []


def channel(console: LineServer, token: str = TOKEN) -> Line:
    return Line(console.address, console.address, token)


def look(console: LineServer, base: str = BASE, token: str = TOKEN) -> list[tuple[bool, str]]:
    return [(one.good, f"{one.ja} {one.en}") for one in line_setup.look(channel(console, token), base)]


def install(console: LineServer, shown: str = "") -> str:
    pack = cases.hinata()
    [told] = line_setup.install(channel(console), pack, BASE, "signed.{}".format, shown)
    assert told.good
    return told.en


def shown(console: LineServer) -> str:
    return str(console.menus.made[console.menus.everybodys]["name"])


def test_a_fresh_account_is_found_good_and_told_where_we_are(console: LineServer) -> None:
    found = look(console)

    assert [good for good, _ in found] == [True, True, True]
    assert console.webhook == f"{BASE}/line/webhook"


def test_a_wrong_token_is_told_with_what_to_do(console: LineServer) -> None:
    [(good, words)] = look(console, token="other")

    assert not good
    assert "KURASHI_LINE_TOKEN" in words
    assert "発行し直して" in words


def test_an_address_that_line_cannot_call_is_told(console: LineServer) -> None:
    found = look(console, "http://127.0.0.1:8000")

    assert [good for good, _ in found] == [True, False, True]
    assert "KURASHI_BASE_URL" in found[1][1]
    assert console.webhook == ""


def test_a_month_that_is_nearly_over_is_told(console: LineServer) -> None:
    console.quota, console.used = 200, 195

    good, words = look(console)[2]

    assert not good
    assert "200通のうち195通" in words


def test_a_month_that_is_over_is_told_with_what_still_works(console: LineServer) -> None:
    console.quota, console.used = 200, 200

    good, words = look(console)[2]

    assert not good
    assert "使い切りました" in words
    assert "返事はできます" in words


def test_a_webhook_that_is_switched_off_is_told_even_where_it_was_just_set(console: LineServer) -> None:
    console.active = False

    found = look(console)

    assert console.webhook == f"{BASE}/line/webhook"
    assert [good for good, _ in found] == [True, False, True, True]
    assert "「Webhookの利用」をオン" in found[1][1]


def test_an_account_that_answers_beside_us_is_told(console: LineServer) -> None:
    console.chat_mode = "chat"

    good, words = look(console)[1]

    assert not good
    assert "「応答メッセージ」をオフ" in words


@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [
        (400, "ERROR_STATUS_CODE", "KURASHI_LINE_SECRET"),
        (403, "ERROR_STATUS_CODE", "/line/webhook へのPOST"),
        (404, "ERROR_STATUS_CODE", "再起動"),
        (502, "ERROR_STATUS_CODE", "サーバーのログ"),
        (0, "COULD_NOT_CONNECT", "証明書"),
        (0, "REQUEST_TIMEOUT", "時間内に返事"),
        (0, "UNCLASSIFIED", "外から見えるか"),
    ],
)
def test_why_line_does_not_reach_us_is_told_in_plain_words(
    console: LineServer, status: int, reason: str, told: str
) -> None:
    console.knocked = (status, reason)

    good, words = look(console)[1]

    assert not good
    assert told in words


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(500), "LINE のほうで失敗"),
        (Fault(429), "数分待って"),
        (Fault(400), "断られました"),
        (Fault(dropped=True), "api.line.me"),
    ],
)
def test_line_that_does_not_answer_is_told_and_nothing_breaks(
    console: LineServer, fault: Fault, told: str
) -> None:
    console.fault = lambda path: fault if "quota" in path else None

    good, words = look(console)[2]

    assert not good
    assert told in words


def test_every_menu_is_installed_in_every_language_with_its_picture(console: LineServer) -> None:
    told = install(console)

    assert told.startswith("6 of 6 menus")
    assert set(console.menus.aliases) == {
        f"{key}-{lang}" for key in ("usual", "disaster") for lang in rich_menus.LANGS
    }
    assert set(console.menus.pictures) == set(console.menus.made)
    assert shown(console).startswith("kurashi usual-ja")


def test_a_second_time_changes_nothing(console: LineServer) -> None:
    install(console)
    made, console.asked[:] = dict(console.menus.made), []

    told = install(console)

    assert told.startswith("0 of 6 menus")
    assert console.menus.made == made
    assert [path for how, path in console.asked if how != "GET"] == [
        f"/v2/bot/user/all/richmenu/{console.menus.everybodys}"
    ]


def test_in_a_disaster_everybody_sees_the_other_menu(console: LineServer) -> None:
    install(console)

    install(console, "disaster")

    assert shown(console).startswith("kurashi disaster-ja")


def test_what_changed_takes_the_old_ones_place_and_other_menus_stay(console: LineServer) -> None:
    install(console)
    ours = console.menus.aliases["usual-ja"]
    console.menus.made["theirs"] = {**console.menus.made[ours], "name": "made by hand"}
    console.menus.made[ours]["name"] = "kurashi usual-ja of last year"

    told = install(console)

    assert told.startswith("1 of 6 menus")
    assert ours not in console.menus.made
    assert "theirs" in console.menus.made
    assert console.menus.aliases["usual-ja"] != ours
