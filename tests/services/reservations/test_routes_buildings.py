"""Staff change what a building offers: forms, the difference in words, four eyes, publishing, and who may not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal import facilities, pack
from tests.services.desk.builders import Desk, desk
from tests.services.reservations.staffed import CENTRE, CULTURE, GYM, SPORTS, at, booked

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HERE = "/staff/reservations/buildings"
ROOM = f"{HERE}/{GYM}/units/kaigi"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests of this file."""
    found = desk(tmp_path_factory.mktemp("editing"), MORNING)
    yield found
    found.close()


def form(page: str) -> dict[str, list[str]]:
    """What the form of a page would send as it stands."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(
        r"<(?:input|textarea|select)\b[^>]*>(?:[^<]*</textarea>|(?:\s*<option.*?</select>))?", page, re.DOTALL
    ):
        name = re.search(r'name="([^"]+)"', tag)
        if name is None or (re.search(r'type="(checkbox|radio)"', tag) and " checked" not in tag):
            continue
        if tag.startswith("<select"):
            chosen = re.search(r'<option value="([^"]*)" selected', tag)
            value = chosen[1] if chosen else ""
        elif tag.startswith("<textarea"):
            value = tag.partition(">")[2].removesuffix("</textarea>").strip()
        else:
            value = (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]
        found.setdefault(name[1], []).append(value)
    found.pop("_token", None)
    return found


def revision(town: Desk, key: str = GYM, division: str = SPORTS) -> str:
    page = town.seat("worker", division=division).get(f"{HERE}/{key}").text
    return (re.search(r'name="revision" value="(\d+)"', page) or ["", "0"])[1]


def done(town: Desk, deed: str, *roles: str, **more: str) -> int:
    who = town.seat(*(roles or ("worker",)), division=SPORTS)
    return int(who.post(f"{HERE}/{GYM}/{deed}", revision=revision(town), **more).status_code)


def test_each_sees_the_buildings_they_run_and_nobody_elses(town: Desk) -> None:
    page = town.seat("worker", division=SPORTS).get(HERE).text

    assert "総合体育館" in page
    assert "中央公民館" not in page
    assert town.seat("worker", division=SPORTS).get(f"{HERE}/{CENTRE}").status_code == 404
    assert town.seat("worker", division=SPORTS).get(f"{HERE}/{CENTRE}/preview").status_code == 404
    assert town.seat("counter", division=SPORTS).get(HERE).status_code == 403


@pytest.mark.parametrize(
    "path", ["edit/about", "edit/hours", "edit/rules", "edit/things", "units/kaigi", "units/arena"]
)
def test_a_form_that_is_sent_as_it_was_changes_nothing(town: Desk, path: str) -> None:
    clerk = town.seat("worker", division=SPORTS)
    page = clerk.get(f"{HERE}/{GYM}/{path}")
    assert page.status_code == 200

    assert clerk.post(f"{HERE}/{GYM}/{path}", **form(page.text)).status_code == 303

    assert 'id="draft"' not in clerk.get(f"{HERE}/{GYM}").text


def test_a_text_is_changed_seen_beforehand_and_published(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = form(clerk.get(f"{HERE}/{GYM}/edit/about").text)

    assert (
        clerk.post(
            f"{HERE}/{GYM}/edit/about",
            **{**typed, "text.ja": "見本の新しい説明です。", "access": ["slope", "hearing"]},
        ).status_code
        == 303
    )

    page = clerk.get(f"{HERE}/{GYM}").text
    assert "見本の新しい説明です。" in page
    assert "聞こえを助ける設備" in page
    assert "見本の新しい説明です。" in clerk.get(f"{HERE}/{GYM}/preview").text
    assert "見本の新しい説明です。" not in clerk.get(f"/reservations/{GYM}").text
    assert done(town, "publish") == 303
    assert "見本の新しい説明です。" in clerk.get(f"/reservations/{GYM}").text
    assert "第1版" in clerk.get(f"{HERE}/{GYM}").text
    # Taken back, the town's file is the draft of the next edition.
    assert clerk.post(f"{HERE}/{GYM}/again", number="0").status_code == 303
    assert done(town, "publish") == 303
    assert "見本の新しい説明です。" not in clerk.get(f"/reservations/{GYM}").text


def test_a_dearer_room_is_asked_for_and_approved_by_another(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = form(clerk.get(ROOM).text)
    assert (
        clerk.post(ROOM, **{**typed, "price.2.yen": "４００", "price.2.valid_from": "2027-04-01"}).status_code
        == 303
    )
    assert "承認を頼む" in clerk.get(f"{HERE}/{GYM}").text
    assert done(town, "publish") == 403
    assert done(town, "ask") == 303

    assert done(town, "back", "approver", note="いつからか、もう一度確かめてください") == 303
    assert "いつからか、もう一度確かめてください" in clerk.get(f"{HERE}/{GYM}").text
    assert done(town, "ask") == 303
    assert done(town, "publish", "approver") == 303

    page = clerk.get(f"/reservations/{GYM}").text
    assert "4月1日" in page
    assert "400円" in page


def test_a_closed_day_over_a_booking_lists_it_and_publishes_nothing(town: Desk) -> None:
    with town.session() as session:
        row = booked(session, "kaigi", at(27, 10), at(27, 12), building=GYM)
    clerk = town.seat("worker", division=SPORTS)
    typed = form(clerk.get(f"{HERE}/{GYM}/edit/hours").text)
    assert (
        clerk.post(f"{HERE}/{GYM}/edit/hours", **{**typed, "closed.1.from": "2026-11-27"}).status_code == 303
    )

    answer = clerk.post(f"{HERE}/{GYM}/publish", revision=revision(town))

    assert answer.status_code == 409
    assert str(row.id) in answer.text
    assert done(town, "drop") == 303


def test_what_cannot_be_is_told_beside_the_form_with_what_was_typed(town: Desk) -> None:
    clerk = town.seat("worker", division=SPORTS)
    typed = form(clerk.get(ROOM).text)

    answer = clerk.post(ROOM, **{**typed, "people": "たくさん", "title.en": ""})

    assert answer.status_code == 422
    assert "たくさん" in answer.text
    assert "「会議室」" in answer.text
    assert clerk.post(ROOM, **{**typed, "people": "25", "revision": "7"}).status_code == 409
    assert clerk.get(f"{HERE}/{GYM}/units/attic").status_code == 404
    assert clerk.get(f"{HERE}/{GYM}/edit/attic").status_code == 404


def test_a_room_is_added_and_a_building(town: Desk) -> None:
    clerk = town.seat("worker", division=CULTURE)
    words = {"ja": "見本の集会所", "easy": "見本の 集会所", "en": "Sample hall"}
    new = {
        **{f"{name}.{lang}": text for name in ("title", "space.0.title", "purpose.0.title") for lang, text in words.items()},
        "key": "mihon_shukaijo", "operator": CULTURE, "raster": "30", "open.0.weekdays": ["土", "日"],
        "open.0.from": "9:00", "open.0.to": "17:00",
    }  # fmt: skip
    assert clerk.get(f"{HERE}/new").status_code == 200

    assert clerk.post(f"{HERE}/new", **{**new, "operator": SPORTS}).status_code == 403
    assert clerk.post(f"{HERE}/new", **{**new, "key": "Nr 1"}).status_code == 422
    assert clerk.post(f"{HERE}/new", **new).status_code == 303
    room = {**{f"title.{lang}": text for lang, text in words.items()}, "revision": "1", "spaces": "space_1", "purposes": "purpose_1",
            "policy": "first_come", "people": "20", "priced": "yes", "price.0.who": "resident", "price.0.yen": "200"}  # fmt: skip
    assert clerk.post(f"{HERE}/mihon_shukaijo/units/new", **room).status_code == 303
    assert clerk.get("/reservations/mihon_shukaijo").status_code == 404
    chief = town.seat("approver", division=CULTURE)
    assert chief.post(f"{HERE}/mihon_shukaijo/publish", revision="2").status_code == 303

    page = clerk.get("/reservations/mihon_shukaijo")
    assert page.status_code == 200
    assert "見本の集会所" in clerk.get("/reservations").text


def test_what_is_in_force_is_taken_out_as_a_file_of_the_towns_folder(town: Desk) -> None:
    run = town.app.test_cli_runner()

    written = run.invoke(args=["facility", "export", CENTRE])

    file = Path(pack.__file__).parents[1] / "packs" / "hinata" / "buildings" / f"{CENTRE}.toml"
    assert facilities.read(CENTRE, written.output) == facilities.read(CENTRE, file.read_text("utf-8"))
    assert run.invoke(args=["facility", "export", "attic"]).exit_code == 1
