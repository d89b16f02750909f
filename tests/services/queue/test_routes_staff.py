"""The pages of whoever calls: what a counter does, the display in the hall, and whom each keeps out."""

import re

from sqlalchemy import select

from services.queue.models import Ticket
from tests.services.desk.builders import Desk
from tests.services.queue.pages import DESK, counter, machine, press, send


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
