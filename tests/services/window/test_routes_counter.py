"""The counter's pages: from nothing to receipt numbers, with forms filled as they are printed."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.inbox import Case
from services.window.actions import slips
from services.window.models.visits import Visit
from services.window.rules import merging
from tests.services.applications.browsing import MORNING
from tests.services.desk.builders import Desk, Seat, desk
from tests.services.window.counter import at
from tests.services.window.prepared import payload
from tests.services.window.test_signing import handed

TYPED = {
    "water_start_date-year": "2026", "water_start_date-month": "12", "water_start_date-day": "1",
    "water_address-area": "見本県ひなた市本町", "water_address-street": "一丁目1番1号", "name": "髙﨑 花子",
    "name_kana": "ミホン ハナコ", "phone": "090-1234-5678", "email": "", "water_use": "home",
    "dwelling_tenure": "owner", "moving_from": "none", "billing_to": "same", "water_payment": "slip",
    "water_attendance": "no", "note": "",
}  # fmt: skip
STEP = re.compile(r'name="_step" value="([^"]+)"')


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample town with a counter."""
    found = desk(tmp_path_factory.mktemp("counter"), MORNING)
    yield found
    found.close()


def clerk(town: Desk, role: str = "counter", division: str = "shimin") -> Seat:
    """Somebody at the counter of 市民課."""
    return town.seat(role, division=division)


def started(seat: Seat, **form: Any) -> str:
    """The address of a visit about the water notification."""
    answer = seat.post("/staff/window/new", **{"procedure": "suido_kaishi", **form})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def type_in(seat: Seat, path: str, **form: Any) -> Any:
    """Send the whole page, with every topic that stands on it."""
    page = seat.get(path).get_data(as_text=True)
    return seat.post(path, _step=STEP.findall(page), _seen="{}", _papers="yes", **form)


def test_a_visit_from_nothing_ends_with_receipt_numbers_and_one_pdf(town: Desk) -> None:
    seat = clerk(town)
    path = started(seat)

    # What a choice opens is asked by the next page.
    for _ in range(2):
        saved = type_in(seat, path, paper="licence", **TYPED)
    assert saved.status_code == 303, saved.get_data(as_text=True)
    shown = type_in(seat, path, act="show", paper="licence", **TYPED)
    assert "/confirm" in shown.headers["Location"]
    read = seat.get(f"{path}/confirm").get_data(as_text=True)
    version = re.search(r'name="version" value="(\d+)"', read)
    assert version
    assert "髙﨑 花子" in read
    seat.post(f"{path}/confirm", version=version[1])
    done = type_in(seat, path, act="hand_over", paper="licence", **TYPED)

    assert done.headers["Location"].endswith("/handed")
    with town.session() as session:
        case = session.scalars(select(Case).where(Case.channel == "window")).one()
    assert case.receipt_no in seat.get(done.headers["Location"]).get_data(as_text=True)
    packet = seat.get(f"{path}/packet.pdf")
    assert packet.data.startswith(b"%PDF")
    assert seat.get(path).status_code == 303


def test_the_signatures_of_the_papers_are_taken_one_by_one_or_all_at_once(town: Desk) -> None:
    seat, now = clerk(town), town.clock.moment
    with town.session() as session:
        row = handed(session, at(town, seat), now)
    path = f"/staff/window/{row.id}"
    page = seat.get(f"{path}/handed").get_data(as_text=True)
    boxes = re.findall(r'name="paper" value="([^"]+)"', page)

    nothing = seat.post(f"{path}/signed")
    listed = seat.get("/staff/window").get_data(as_text=True)
    one = seat.post(f"{path}/signed", paper=boxes[0])
    left = seat.get(f"{path}/handed").get_data(as_text=True)
    every = seat.post(f"{path}/signed", all="yes")

    assert "署名がまだの紙：3枚" in page
    assert (nothing.status_code, one.status_code, every.status_code) == (422, 303, 303)
    assert f'href="{path}/handed"' in listed
    assert "署名がまだの紙：2枚" in left
    assert "署名がまだ" not in seat.get(f"{path}/handed").get_data(as_text=True)
    assert f'href="{path}/handed"' not in seat.get("/staff/window").get_data(as_text=True)
    assert clerk(town, division="kita_shisho").post(f"{path}/signed", all="yes").status_code == 404


def test_a_slip_that_a_scanner_types_opens_a_visit(town: Desk) -> None:
    seat = clerk(town)
    with town.session() as session:
        token = slips.make(session, payload(MORNING), MORNING)

    first = seat.post("/staff/window/redeem", code=token.lower())
    again = seat.post("/staff/window/redeem", code=token)

    assert first.status_code == 303
    assert "本人" in seat.get(first.headers["Location"]).get_data(as_text=True)
    assert again.status_code == 422


def test_what_is_wrong_stays_as_it_was_typed(town: Desk) -> None:
    seat = clerk(town)
    path = started(seat)

    answer = type_in(seat, path, **{**TYPED, "phone": "電話なし"})

    assert answer.status_code == 422
    assert "電話なし" in answer.get_data(as_text=True)


def test_another_divisions_clerk_finds_nothing_until_invited(town: Desk) -> None:
    seat, branch = clerk(town), clerk(town, division="kita_shisho")
    path = started(seat)
    assert branch.get(path).status_code == 404

    page = seat.post(f"{path}/invite").get_data(as_text=True)
    code = re.search(r'class="code" translate="no">([A-Z0-9]{6})<', page)
    assert code
    joined = branch.post("/staff/window/join", join=code[1].lower())

    assert joined.headers["Location"] == path
    assert branch.get(path).status_code == 200
    assert branch.post("/staff/window/join", join=code[1]).status_code == 422


def test_who_does_not_serve_is_refused(town: Desk) -> None:
    assert clerk(town, "editor").get("/staff/window").status_code == 403


def test_a_tablet_shows_what_its_seat_puts_there_and_takes_the_residents_word(town: Desk) -> None:
    seat, tablet = clerk(town), town.app.test_client()
    code = re.search(
        r'class="code" translate="no">([A-Z0-9]{6})<',
        seat.post("/staff/window/tablet").get_data(as_text=True),
    )
    assert code
    token = re.search(r'name="_token" value="([^"]+)"', tablet.get("/window/tablet").get_data(as_text=True))
    assert token
    assert tablet.post("/window/tablet", data={"_token": token[1], "code": "222222"}).status_code == 422
    assert tablet.post("/window/tablet", data={"_token": token[1], "code": code[1]}).status_code == 303
    path = started(seat)
    for _ in range(2):
        type_in(seat, path, paper="licence", **TYPED)
    assert "髙﨑" not in tablet.get("/window/tablet").get_data(as_text=True)

    seat.post(f"{path}/tablet")
    page = tablet.get("/window/tablet?lang=en").get_data(as_text=True)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    said = tablet.post("/window/tablet/confirm", data={"_token": token[1], "version": version[1]})

    assert (said.status_code, "髙﨑 花子" in page) == (303, True)
    assert "髙﨑" not in tablet.get("/window/tablet").get_data(as_text=True)
    with town.session() as session:
        kept = session.get_one(Visit, UUID(path.rsplit("/", 1)[1]))
    assert kept.confirmed_at == MORNING


def test_pointing_cards_stand_in_two_languages(town: Desk) -> None:
    page = clerk(town).get("/staff/window/phrases?to=vi").get_data(as_text=True)

    assert '<b lang="vi">' in page
    assert "通訳を呼びますか。" in page


def test_paper_of_an_outage_must_lie_within_two_weeks(town: Desk) -> None:
    seat = clerk(town)

    late = seat.post(
        "/staff/window/new", procedure="suido_kaishi", arrived_on="2026-10-01", arrived_at="10:00"
    )
    taken = seat.post(
        "/staff/window/new", procedure="suido_kaishi", arrived_on="2026-11-18", arrived_at="15:30"
    )

    assert (late.status_code, taken.status_code) == (422, 303)


def test_marks_that_a_browser_made_up_are_no_marks() -> None:
    assert merging.read_marks("[1,2]") == {}
    assert merging.read_marks("{") == {}
