"""What others wait for at a million cases: systems outside for pages of the API, and who looks after records for theirs."""

import http.client
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode
from uuid import UUID

from benchmarks.parts.town import Town, at_the_desk
from portal.db import Database, new_id
from portal.opening import today
from portal.people import StaffSeat
from services.connections.actions import tokens
from services.connections.rules.granting import Wish

API = "/api/v1"
LARGE, SMALL = ("shimin",), ("suido",)
Look = Callable[[], int]


def system(here: Town, divisions: tuple[str, ...]) -> Callable[[str], Look]:
    """A system with a token of its own; gives what asks for an address of the API."""
    database, now = Database(here.url), datetime.now(UTC)
    with database.session() as session:
        boss = StaffSeat(new_id(), "9001", "見本", (("sogo", "administrator"),), {}, new_id())
        wish = Wish("見本", "計測", divisions, (), False, False, today(now) + timedelta(days=1))
        token = tokens.make(session, boss, wish, new_id(), now)
    database.dispose()
    line = http.client.HTTPConnection("127.0.0.1", here.port, timeout=60)

    def asked(address: str) -> Look:
        def look() -> int:
            line.request("GET", f"{API}{address}", headers={"Authorization": f"Bearer {token}"})
            answer = line.getresponse()
            answer.read()
            return answer.status

        return look

    return asked


def api(here: Town) -> dict[str, Look]:
    """Pages of /cases and /changes: the first, one in the middle, and those that find few among many."""
    large, small = system(here, LARGE), system(here, SMALL)
    middle = str(_moment_id(datetime.now(UTC) - timedelta(days=900)))
    lately = quote((datetime.now(UTC) - timedelta(hours=2)).isoformat(timespec="seconds"))
    return {
        "API /cases": large("/cases"),
        "API /cases in the middle": large(f"/cases?after={middle}&limit=100"),
        "API /cases of a small division": small("/cases?limit=100"),
        "API /cases in one state": small("/cases?state=correction&limit=100"),
        "API /cases of one procedure": small("/cases?procedure=juminhyo&limit=100"),
        "API /cases changed lately": large(f"/cases?changed_since={lately}"),
        "API /changes": large("/changes"),
        "API /changes in the middle": small(f"/changes?after={middle}"),
        "API /changes at the end": small(f"/changes?after={_moment_id(datetime.now(UTC))}"),
    }


def records(here: Town, number: str) -> dict[str, Look]:
    """The room of records as somebody of a division waits for it."""
    clerk = at_the_desk(here, number)
    return {"廃棄簿 first page": lambda: clerk.open("/staff/records").status}


def sweep(here: Town, number: str) -> Look:
    """Looking now for what is over, as the night does for all divisions."""
    clerk = at_the_desk(here, number)

    def look() -> int:
        form = clerk.open("/staff/records").form()
        body = urlencode({one.name: one.value for one in form.controls if one.kind == "hidden"})
        return clerk.ask("POST", "/staff/records/sweep", body).status

    return look


def _moment_id(at: datetime) -> UUID:
    """The first id of a moment."""
    return UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))
