"""The page on which keepers add photographs, and what residents see of them."""

import io
from collections.abc import Iterator

import pytest

from tests.harness import samples
from tests.services.desk.builders import Desk, desk
from tests.services.reservations.edited import NOW
from tests.services.reservations.staffed import CULTURE, GYM, SPORTS
from tests.services.reservations.test_photos import TOWNS, camera
from tests.services.reservations.test_routes_buildings import HERE, form, revision

PAGE = f"{HERE}/{GYM}/photos"
WORDS = {"new.alt.ja": "見本の会議室", "new.alt.easy": "見本の へや", "new.alt.en": "Sample room"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = desk(tmp_path_factory.mktemp("photos"), NOW)
    yield found
    found.close()


def shown(page: str) -> dict[str, list[str]]:
    """What the form of photographs would send; beside it stand those that erase."""
    found = form(page)
    found.pop("forget", None)
    return found


def upload(name: str = "heya.jpg") -> tuple[io.BytesIO, str]:
    return camera(), name


def test_a_photograph_goes_from_the_form_to_the_page_of_its_room(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = shown(clerk.get(PAGE).text)

    sent = {**typed, **WORDS, "new.unit": "kaigi", "new.file": upload()}
    assert clerk.post(PAGE, **sent).status_code == 303

    told = clerk.get(f"{HERE}/{GYM}").text
    assert "見本の会議室" in told
    assert "<b>会議室</b>" in told
    # Measures are the program's.
    assert "1067" not in told
    assert clerk.post(f"{HERE}/{GYM}/publish", revision=revision(town)).status_code == 303
    room = clerk.get(f"/reservations/{GYM}/kaigi").text
    assert "写真を見る（1枚）" in room
    assert 'alt="見本の会議室"' in room
    assert "写真を見る（2枚）" in clerk.get(f"/reservations/{GYM}").text
    address = next(part for part in room.split('"') if part.endswith("/large.webp"))
    picture = clerk.get(address)
    assert picture.mimetype == "image/webp"
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_form_that_is_sent_as_it_was_changes_nothing(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)

    answer = clerk.post(PAGE, **shown(clerk.get(PAGE).text))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("done=same")


def test_a_photograph_without_all_its_words_is_told_so_and_not_lost(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = shown(clerk.get(PAGE).text)

    answer = clerk.post(
        PAGE, **{**typed, **WORDS, "new.alt.en": "", "new.file": (camera(colour="navy"), "a.jpg")}
    )

    assert answer.status_code == 422
    again = shown(answer.text)
    assert "見本の会議室" in answer.text
    last = max(name for name in again if name.endswith(".alt.en") and name.startswith("photo."))
    assert clerk.post(PAGE, **{**again, last: "Sample room"}).status_code == 303
    assert clerk.post(f"{HERE}/{GYM}/drop", revision=revision(town)).status_code == 303


def test_a_file_that_is_no_photograph_is_refused_beside_the_form_with_its_words(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = shown(clerk.get(PAGE).text)

    for file in ((io.BytesIO(b"%PDF-1.7 %%EOF"), "a.jpg"), (io.BytesIO(b""), "")):
        answer = clerk.post(PAGE, **{**typed, **WORDS, "new.file": file})

        assert answer.status_code == 422
        assert 'value="Sample room"' in answer.text or ">\nSample room<" in answer.text


def test_who_brings_a_photograph_as_telephones_keep_it_is_told_what_to_do(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)

    answer = clerk.post(
        PAGE, **{**shown(clerk.get(PAGE).text), **WORDS, "new.file": (io.BytesIO(samples.heic()), "a.heic")}
    )

    assert answer.status_code == 422
    assert "写真は、JPEGかPNGで選んでください" in answer.text
    assert "PDF" not in answer.text


def test_a_stranger_is_shown_no_form_and_an_unknown_picture_is_not_there(town: Desk) -> None:
    assert town.seat("worker", division=CULTURE).get(PAGE).status_code == 404
    assert town.seat("counter", division=SPORTS).get(PAGE).status_code == 403
    client = town.app.test_client()
    assert client.get(f"/reservations/photo/{TOWNS}/small.webp").status_code == 200
    for odd in (f"{'0' * 32}/large", f"{TOWNS}/huge", "..%2f..%2ftown/large", f"{TOWNS.upper()}/large"):
        assert client.get(f"/reservations/photo/{odd}.webp").status_code == 404


def test_a_photograph_is_erased_out_of_every_edition(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    before = clerk.get(f"/reservations/{GYM}/kaigi").text
    address = next(part for part in before.split('"') if part.endswith("/large.webp"))

    assert clerk.post(PAGE, forget=address.split("/")[-2]).status_code == 303

    assert clerk.get(address).status_code == 404
    assert "写真を見る" not in clerk.get(f"/reservations/{GYM}/kaigi").text
    # The town's own lies in its folder: it can be left out, and not be erased.
    assert clerk.post(PAGE, forget=TOWNS).status_code == 404
