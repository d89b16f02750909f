"""The page on which a document is read or confirmed by eye."""

import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.numbers import has_check_digit
from tests.harness.live import Clock
from tests.services.desk.builders import Desk, Seat
from tests.services.window.counter import counter, kept, visit

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
BRIDGE = 47600
SEEN = {"kind": "passport", "same-name": "yes", "birth_date": "昭和30年4月1日"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = counter(
        tmp_path_factory.mktemp("town"),
        Clock(MORNING),
        card_bridge_port=BRIDGE,
        card_ocr_url="http://127.0.0.1:9/card",
    )
    yield found
    found.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A town with neither reader nor recogniser."""
    found = counter(tmp_path_factory.mktemp("plain"), Clock(MORNING))
    yield found
    found.close()


@pytest.fixture(scope="module")
def seat(town: Desk) -> Seat:
    return town.seat("counter", division="shimin")


def address(visit_id: object, more: str = "") -> str:
    return f"/staff/window/{visit_id}/card{more}"


def test_what_was_seen_stands_beside_the_answers(town: Desk, seat: Seat) -> None:
    here = visit(town, seat)

    sent = seat.post(address(here), **SEEN)

    assert (sent.status_code, sent.location) == (303, f"/staff/window/{here}")
    found = kept(town, seat, here)["passport"]
    assert (found["name"], found["birth_date"], found["how"]) == ("見本 花子", "1955-04-01", "eye")


def test_what_a_reader_filled_in_is_checked_like_the_rest(town: Desk, seat: Seat) -> None:
    here = visit(town, seat)
    read = {
        "kind": "licence",
        "name": "〓木 花子",
        "birth_date": "1955-04-01",
        "doubts": "外字1",
        "how": "chip",
    }

    seat.post(address(here), **read)

    found = kept(town, seat, here)["licence"]
    assert (found["name"], found["doubts"], found["how"]) == ("〓木 花子", ["外字1"], "chip")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"kind": ""}, "書類の種類を選んでください"),
        ({"name": "", "same-name": ""}, "氏名がありません"),
        ({"birth_date": "きのう"}, "生年月日を確かめてください"),
        ({"address": "1234-5678-9018"}, "個人番号（マイナンバー）は取り込めません"),
        ({"number": "12345"}, "書類の番号を確かめてください"),
        ({"name_kana": "見本"}, "使えない文字があります"),
    ],
)
def test_what_cannot_stand_is_told_and_the_rest_is_kept_on_the_page(
    town: Desk, seat: Seat, form: dict[str, str], told: str
) -> None:
    here = visit(town, seat)

    sent = seat.post(address(here), **{**SEEN, **form})

    assert sent.status_code == 422
    assert told in sent.text
    assert "昭和30年4月1日" in sent.text or "birth_date" in form
    assert kept(town, seat, here) == {}


def test_planted_numbers_are_stored_nowhere(town: Desk, seat: Seat) -> None:
    chosen = random.Random(11)  # noqa: S311 (made-up numbers)
    here, parts = visit(town, seat), ("name", "name_kana", "address", "number", "doubts")
    planted = [
        one for one in (f"{chosen.randrange(10**12):012}" for _ in range(900)) if has_check_digit(one)
    ][:40]

    for place, digits in enumerate(planted):
        sent = seat.post(address(here), **{**SEEN, parts[place % len(parts)]: digits})
        assert sent.status_code == 422

    assert len(planted) == 40
    assert kept(town, seat, here) == {}


def test_a_licences_own_number_may_look_like_one(town: Desk, seat: Seat) -> None:
    here = visit(town, seat)

    seat.post(address(here), **{**SEEN, "kind": "licence", "number": "123456789018"})

    assert kept(town, seat, here)["licence"]["number"] == "123456789018"


def test_the_page_may_reach_the_reader_and_sends_the_secret_nowhere_else(town: Desk, seat: Seat) -> None:
    page = seat.get(address(visit(town, seat)))

    assert f"connect-src 'self' http://127.0.0.1:{BRIDGE};" in page.headers["Content-Security-Policy"]
    secret = re.search(r"<input[^>]*id=\"card-secret\"[^>]*>", page.text)
    assert secret is not None
    assert " name=" not in secret[0]


def test_without_a_reader_the_page_is_the_form_alone(plain: Desk) -> None:
    seat = plain.seat("counter", division="shimin")
    page = seat.get(address(visit(plain, seat)))

    assert "card.js" not in page.text
    assert "card-secret" not in page.text
    assert "手で確認" in page.text
    assert "127.0.0.1" not in page.headers["Content-Security-Policy"]


def test_a_visit_shows_the_way_to_the_page_and_keeps_what_was_typed(town: Desk, seat: Seat) -> None:
    here = visit(town, seat)

    assert 'name="act" value="card"' in seat.get(f"/staff/window/{here}").text
    sent = seat.post(f"/staff/window/{here}", act="card")

    assert (sent.status_code, sent.location) == (303, address(here))


def test_nobody_else_learns_of_a_visit(town: Desk, seat: Seat) -> None:
    here, other = visit(town, seat), town.seat("counter", division="suido")

    assert [other.get(address(here)).status_code, other.post(address(here), **SEEN).status_code] == [404, 404]
    assert other.post(address(here, "/picture")).status_code == 404
    assert town.seat("editor", division="shimin").get(address(here)).status_code == 403


def picture(seat: Seat, path: str, body: bytes) -> tuple[int, dict[str, object]]:
    """What the page's script sends: the picture as it is, with the form's token beside it."""
    page = seat.get(path.partition("/picture")[0]).text
    token = re.search(r'name="_token" value="([^"]+)"', page)
    assert token is not None
    sent = seat.client.post(path, data=body, headers={"X-Form-Token": token[1]}, content_type="image/jpeg")
    return sent.status_code, json.loads(sent.text)


def test_a_recogniser_that_is_down_is_told_to_the_page(town: Desk, seat: Seat) -> None:
    path = address(visit(town, seat), "/picture?kind=licence")

    assert picture(seat, path, b"\xff\xd8\xff") == (503, {"code": "ocr_down", "left": None})


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [("library", b"\xff\xd8\xff", "kind_unknown"), ("licence", b"GIF", "picture_kind")],
)
def test_what_is_no_picture_of_a_document_is_refused(
    town: Desk, seat: Seat, kind: str, body: bytes, code: str
) -> None:
    path = address(visit(town, seat), f"/picture?kind={kind}")

    assert picture(seat, path, body) == (422, {"code": code, "left": None})


def test_a_picture_leaves_nothing_behind(
    town: Desk, seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    here = visit(town, seat)

    picture(seat, address(here, "/picture?kind=licence"), b"\xff\xd8\xff" + b"0" * 2_000_000)

    assert list(tmp_path.iterdir()) == []
    assert kept(town, seat, here) == {}
