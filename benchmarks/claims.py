"""Holds of a public facility a second and their p99 through the page that takes a time, beside hello-world, on both databases."""

import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from benchmarks.parts import figures, load, serving
from benchmarks.parts.town import Town, town
from portal import pack
from portal.db import Database, new_id
from portal.opening import today
from portal.pack.buildings import Policy
from services.reservations.actions import offering
from services.reservations.rules import claims, openings
from tests.harness.resident import Resident

KINDS = ("sqlite", "postgresql")
ROUNDS, SECONDS, CONNECTIONS, BOOKED = 3, 2.0, 8, 500
# Holds a second on two cores.
FLOOR = 400.0
FIRST_DAY, LAST_DAY = 3, 55


def times(here: Town) -> Generator[dict[str, str]]:
    """Forms that each want a time nobody else wants."""
    database = Database(here.url)
    try:
        with database.session() as session:
            yield from _free(session, datetime.now(UTC))
    finally:
        database.dispose()


def _free(session: Session, now: datetime) -> Iterator[dict[str, str]]:
    found = pack.read(serving.ROOT / "portal" / "packs" / "hinata")
    for ahead in range(FIRST_DAY, LAST_DAY):
        day = today(now) + timedelta(days=ahead)
        for house in found.buildings.values():
            begin = openings.at(day, datetime.min.time())
            seen = offering.taken(session, house, begin, begin + timedelta(days=2))
            for unit in house.units:
                if unit.policy is Policy.LOTTERY or len(unit.spaces) > 1:
                    continue
                quiet = [one for one in unit.purposes if (p := house.purpose(one)) and not p.loud]
                purpose = (quiet or list(unit.purposes))[0]
                for piece in openings.pieces(house, unit, day, found.closed_days):
                    ends = piece.ends if piece.band else piece.starts + timedelta(minutes=unit.least_minutes)
                    if not openings.fits(house, unit, piece.starts, ends, found.closed_days):
                        continue
                    take = claims.taking(house, unit, house.purpose(purpose), piece.starts, ends, 1)
                    if not seen.has_room(take):
                        continue
                    seen.mark(take)
                    yield {
                        "building": house.key, "unit": unit.key, "from": piece.starts.isoformat(),
                        "until": ends.isoformat(), "purpose": purpose, "people": "1", "who": "resident",
                        "token": str(new_id()),
                    }  # fmt: skip


def held(here: Town) -> int:
    """How many bookings the database holds."""
    engine = create_engine(here.url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM booking")).scalar_one()
    engine.dispose()
    return int(found)


def booking(here: Town, forms: Iterator[dict[str, str]]) -> Callable[[], load.Load]:
    """One run of holding times, each once."""
    somebody = Resident(here.port)
    first = next(forms)
    page = somebody.open(
        f"/reservations/hold?{urlencode({key: first[key] for key in ('building', 'unit', 'from')})}"
    )
    token = dict(page.form().filled({}))["_token"]

    def run() -> load.Load:
        before, wanted = held(here), list(islice(forms, BOOKED))
        posts = [
            load.plain_post(
                here.port, "/reservations/hold", urlencode({**form, "_token": token}), somebody.cookie
            )
            for form in wanted
        ]
        found = load.send(here.port, iter(posts), 60.0, CONNECTIONS)
        # An answer that holds nothing is no booking, however quick it was.
        return replace(found, faults=found.faults + len(wanted) - (held(here) - before))

    return run


def measure(kind: str, place: Path) -> list[figures.Figure]:
    """Hello-world and holding in turn, on one database."""
    hello, hold = f"hello-world, {kind}", f"hold, {kind}"
    with serving.served("benchmarks.parts.hello:app") as plain, town(kind, place) as here:
        runs = {
            hello: lambda: load.send(plain, cycle([load.plain_get(plain, "/")]), SECONDS, CONNECTIONS),
            hold: booking(here, times(here)),
        }
        taken = figures.in_turn(runs, ROUNDS)
    found = figures.compare(taken, hello, {})
    rate = next(one for one in found if one.figure == hold)
    return [
        *found,
        figures.Figure(f"{hold}, floor", rate.values, "req/s", f"{FLOOR:.0f}", rate.value / FLOOR, 1.0),
    ]


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        found = [figure for kind in KINDS for figure in measure(kind, place)]
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
