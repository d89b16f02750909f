"""The room's pages: what everybody sees, what the machine gives, what a counter does, and whom each keeps out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.worker import Worker
from services.queue.models import Day, Ticket
from tests.harness.statements import asked
from tests.services.desk.builders import Desk, Seat, desk
from tests.services.queue.hall import MORNING

TOKEN = re.compile(r'name="_token" value="([^"]+)"')
DESK = "/staff/queue/honcho"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Desk]:
    """The sample town's hall, empty."""
    found = desk(tmp_path, MORNING)
    yield found
    found.close()


def machine(town: Desk) -> FlaskClient:
    """The machine in the hall, made one by the link of the staff page."""
    worker = town.seat("worker", division="shimin")
    link = re.findall(r"/queue/kiosk\?key=[0-9a-f]+", worker.get(f"{DESK}/manage").text)[0]
    client = town.app.test_client()
    assert client.get(link).status_code == 303
    return client


def send(client: FlaskClient, page: str, path: str = "", **form: Any) -> Any:
    """Fill in a page's form and follow where it leads."""
    token = TOKEN.findall(client.get(page).text)[-1]
    return client.post(path or page, data={"_token": token, **form}, follow_redirects=True)


def counter(town: Desk, number: int = 1) -> Seat:
    """A clerk at a counter."""
    seat = town.seat("counter", division="shimin")
    assert seat.post(f"{DESK}/sit", counter=number).status_code == 303
    return seat


def press(seat: Seat, act: str, **form: str) -> Any:
    """Press a button of the clerk's page as it stands."""
    page = seat.get(DESK).text
    seen = re.findall(
        rf'action="{DESK}/next"><input[^>]*><input type="hidden" name="seen" value="([^"]*)"', page
    )
    return seat.post(f"{DESK}/{act}", seen=seen[0] if seen else "", **form)


def test_everybody_sees_how_many_wait_and_gets_the_same_page(town: Desk) -> None:
    send(machine(town), "/queue/kiosk", band="A")

    answer = town.app.test_client().get("/queue")

    assert answer.status_code == 200
    assert "1人" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_programs_get_the_same_as_json_and_nothing_when_nothing_changed(town: Desk) -> None:
    counter(town)
    send(machine(town), "/queue/kiosk", band="A")
    client = town.app.test_client()

    answer = client.get("/queue.json")
    again = client.get("/queue.json", headers={"If-None-Match": answer.headers["ETag"]})

    found = json.loads(answer.text)["offices"][0]
    assert found["state"] == "open"
    assert found["bands"][0]["waiting"] == 1
    assert found["bands"][0]["wait_minutes"] == {"from": 0, "to": 15}
    assert found["bands"][2]["wait_minutes"] is None
    assert (again.status_code, again.data) == (304, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_only_the_machine_in_the_hall_gives_numbers_of_the_hall(town: Desk) -> None:
    stranger = town.app.test_client()

    page = stranger.get("/queue/kiosk")
    wrong = stranger.get("/queue/kiosk?key=00")

    assert 'name="band"' not in page.text
    assert wrong.status_code == 404


def test_the_machine_gives_a_ticket_with_a_code_that_leads_to_its_own_page(town: Desk) -> None:
    client = machine(town)

    ticket = send(client, "/queue/kiosk", band="B", needs=["wheelchair", "nonsense"])

    assert "B001" in ticket.text
    assert "車いす" in ticket.text
    assert "<svg" in ticket.text
    token = ticket.request.path.rpartition("/")[2]
    page = town.app.test_client().get(f"/queue/ticket/{token}")
    assert "次にお呼びします" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_phones_that_wait_share_the_hall_until_a_number_or_a_counter_moves(town: Desk) -> None:
    token = send(machine(town), "/queue/kiosk", band="B").request.path.rpartition("/")[2]
    phone, now = town.app.test_client(), f"/queue/ticket/{token}/now"

    with asked(town.app.extensions["house"].db) as first:
        before = phone.get(now)
    with asked(town.app.extensions["house"].db) as second:
        again = phone.get(now)
    counter(town, 3)
    after = phone.get(now)

    assert len(second) < len(first) - 3
    assert again.headers["ETag"] == before.headers["ETag"]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_ticket_page_of_nobody_is_not_there(town: Desk) -> None:
    client = town.app.test_client()

    assert client.get("/queue/ticket/000000000000").status_code == 404
    assert client.get("/queue/ticket/000000000000/now").status_code == 404


def test_a_clerk_calls_and_the_display_and_the_tickets_page_say_where(town: Desk) -> None:
    ticket = send(machine(town), "/queue/kiosk", band="A")
    token = ticket.request.path.rpartition("/")[2]
    seat = counter(town)

    press(seat, "next")

    visitor = town.app.test_client()
    display = visitor.get("/queue/display/honcho/now").text
    assert "A001" in display
    assert "番号、エーの、1番の方。1番窓口へ、お越しください。" in display
    assert "Number A 1, please come to counter 1." in display
    assert "1番窓口" in visitor.get(f"/queue/ticket/{token}").text
    assert "A001" in seat.get(DESK).text


def test_the_display_speaks_japanese_and_english_whoever_looks(town: Desk) -> None:
    answer = town.app.test_client().get("/queue/display/honcho?lang=ko")

    assert '<html lang="ja"' in answer.text
    assert "Now calling" in answer.text
    assert '<meta http-equiv="refresh" content="3">' in answer.text
    assert "autoplay=(self)" in answer.headers["Permissions-Policy"]


def test_an_unknown_hall_has_no_display(town: Desk) -> None:
    assert town.app.test_client().get("/queue/display/minami").status_code == 404


def test_everything_a_counter_does_is_done_by_its_page(town: Desk) -> None:
    client = machine(town)
    for band in "AAB":
        send(client, "/queue/kiosk", band=band)
    seat = counter(town, 2)

    done = [press(seat, act).status_code for act in ("next", "again", "absent")]
    gone = re.findall(r'action="[^"]*/back">.*?name="ticket" value="([^"]+)"', seat.get(DESK).text)[0]
    done.append(press(seat, "back", ticket=gone).status_code)
    done += [press(seat, "next").status_code, press(seat, "transfer", band="C").status_code]
    done += [
        press(seat, "next").status_code,
        press(seat, "finish").status_code,
        press(seat, "rise").status_code,
    ]

    assert done == [303] * 9
    with town.session() as session:
        states = {f"{one.letter}{one.number}": one.state for one in session.scalars(select(Ticket))}
    assert states == {"A1": "waiting", "A2": "served", "B1": "waiting"}


def test_a_button_of_an_older_page_is_refused_and_says_why(town: Desk) -> None:
    client = machine(town)
    for _ in range(2):
        send(client, "/queue/kiosk", band="A")
    seat = counter(town)
    press(seat, "next")

    answer = seat.post(f"{DESK}/next", seen="")

    assert answer.status_code == 409
    assert "先に変わりました" in answer.text


def test_staff_hand_out_a_number_with_what_is_needed(town: Desk) -> None:
    seat = counter(town)

    answer = seat.client.get(seat.post(f"{DESK}/issue", band="A", needs="writing").location)

    assert "番号 A001 を渡してください。" in answer.text
    assert "筆談" in answer.text


def test_staff_of_another_building_and_without_the_permission_are_kept_out(town: Desk) -> None:
    north, editor = town.seat("counter", division="kita_shisho"), town.seat("editor", division="shimin")

    assert north.get(DESK).status_code == 404
    assert north.post(f"{DESK}/next").status_code == 404
    assert editor.get(DESK).status_code == 403
    assert town.seat("counter", division="shimin").get(f"{DESK}/manage").status_code == 403
    assert town.app.test_client().get(DESK).status_code == 303


def test_the_cut_off_is_moved_on_its_page(town: Desk) -> None:
    worker = town.seat("worker", division="shimin")

    wrong = worker.post(f"{DESK}/manage", act="stop", at="25:99")
    moved = worker.post(f"{DESK}/manage", act="stop", at="09:30")

    assert (wrong.status_code, moved.status_code) == (422, 303)
    assert "今日の番号の受付は終わりました" in town.app.test_client().get("/queue").text
    assert worker.post(f"{DESK}/manage", act="usual").status_code == 303
    assert worker.post(f"{DESK}/manage", act="close").status_code == 303


def test_a_number_taken_at_home_joins_the_line_by_the_code_in_the_hall(town: Desk) -> None:
    phone = town.app.test_client()
    page = send(phone, "/queue/take/honcho", band="A")
    path = page.request.path
    assert "まだ順番に入っていません" in page.text
    with town.session() as session:
        code = session.scalars(select(Day.code)).one()

    wrong = send(phone, path, f"{path}/arrive", code="12")
    there = send(phone, f"/queue/arrive/honcho/{code}")

    assert wrong.status_code == 422
    assert "次にお呼びします" in there.text


def test_at_the_machine_the_number_of_home_is_typed_in(town: Desk) -> None:
    page = send(town.app.test_client(), "/queue/take/honcho", band="A")
    pin = re.findall(r"A001 と (\d{4})", page.text)[0]
    client = machine(town)

    wrong = send(client, "/queue/kiosk/arrive", number="A001", pin="x")
    there = send(client, "/queue/kiosk/arrive", number="a1", pin=pin)

    assert wrong.status_code == 422
    assert "A001 の方の到着を受け付けました" in there.text


def test_one_household_cannot_take_all_numbers_of_the_town(town: Desk) -> None:
    phone = town.app.test_client()

    codes = {send(phone, "/queue/take/honcho", band="A").status_code for _ in range(22)}

    assert codes == {200, 429}


def test_a_wish_for_a_notice_is_kept_sealed_and_the_mail_goes_out(town: Desk) -> None:
    ticket = send(machine(town), "/queue/kiosk", band="A")
    path = f"/queue/ticket/{ticket.request.path.rpartition('/')[2]}"
    phone = town.app.test_client()

    wrong = send(phone, path, f"{path}/notice", mail="nobody")
    asked = send(phone, path, f"{path}/notice", mail="hanako@example.jp")
    Worker(town.app.extensions["house"]).drain()

    assert wrong.status_code == 422
    assert "あと3人になったら、メールでお知らせします。" in asked.text
    folder = town.app.extensions["house"].settings.mail_folder
    assert len(list(folder.glob("*.eml"))) == 1


def test_whoever_gives_the_number_back_is_out_of_the_line(town: Desk) -> None:
    ticket = send(machine(town), "/queue/kiosk", band="A")
    path = f"/queue/ticket/{ticket.request.path.rpartition('/')[2]}"

    gone = send(town.app.test_client(), path, f"{path}/leave")

    assert "この番号は終わりました" in gone.text
    assert "0人" in town.app.test_client().get("/queue").text


def test_yesterdays_ticket_is_gone(town: Desk) -> None:
    ticket = send(machine(town), "/queue/kiosk", band="A")
    token = ticket.request.path.rpartition("/")[2]
    town.clock.forward(hours=24)

    assert town.app.test_client().get(f"/queue/ticket/{token}").status_code == 404


def test_an_unknown_clip_is_not_there(town: Desk) -> None:
    client = town.app.test_client()

    assert client.get("/queue/speech/ja-A1.wav").status_code == 404
    assert client.get("/queue/speech/..%2Fkeys.wav").status_code == 404
