"""The pages of whoever waits: what everybody sees, what the machine gives, and a number taken at home."""

import json
import re

from sqlalchemy import select

from portal.worker import Worker
from services.queue.models import Day
from tests.harness.statements import asked
from tests.services.desk.builders import Desk
from tests.services.queue.pages import counter, machine, send


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
