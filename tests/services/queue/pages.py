"""The hall by its pages: the machine, a form sent, a clerk at a counter and the buttons there."""

import re
from typing import Any

from flask.testing import FlaskClient

from tests.services.desk.builders import Desk, Seat

TOKEN = re.compile(r'name="_token" value="([^"]+)"')
DESK = "/staff/queue/honcho"


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
