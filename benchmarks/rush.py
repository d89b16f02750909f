"""Rush: ten thousand people come within a minute to the opening of a month of use; who is served when, and what others feel of it."""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from benchmarks.parts import figures, serving, shifted
from benchmarks.parts.crowd import TOKEN, Person, Wires, beside, live
from benchmarks.parts.town import Town, at_the_desk, town
from portal import pack
from portal.opening import TOKYO
from portal.pack.buildings import Building, Who
from portal.rush import SETTLED, Rush, Ticket, place
from portal.settings import Settings
from portal.town_keys import Secrets
from services.reservations.rules import openings, periods, rushes

KINDS = ("sqlite", "postgresql")
PEOPLE, EARLY, MINUTE = 10_000, 0.6, 60.0
PER_SECOND, CONNECTIONS = 60, 48
# The served town and everybody in it are there before the first of the crowd comes.
LEAD = 6.0
HOLD, HOUSE, HOURS = "/reservations/hold", "kawabe", 2
BOOK = "/staff/reservations/new"
SEED = 20261201


@dataclass(frozen=True)
class Opening:
    """A month of use that opens, and all the times in it that can be had."""

    house: Building
    rush: Rush
    wishes: tuple[dict[str, str], ...]
    # Times of the same building in the month before, which anybody can have: what people telephone about meanwhile.
    told: tuple[dict[str, str], ...]


def opening(now: datetime) -> Opening:
    """The next opening of the sample town's sports ground."""
    found = pack.read(serving.ROOT / "portal" / "packs" / "hinata")
    house = found.buildings[HOUSE]
    day = now.astimezone(TOKYO).date()
    while (opens := periods.opens_at(house.rules, Who.RESIDENT, day)) < now + timedelta(minutes=5):
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    rush = rushes.rush(house, openings.at(day, datetime.min.time()))
    if rush is None or rush.opens_at != opens:
        raise RuntimeError(f"{HOUSE} does not open month by month")
    before = day.replace(day=1) - timedelta(days=1)
    return Opening(house, rush, tuple(_times(house, found, day)), tuple(_times(house, found, before)))


def _times(house: Building, found: pack.Pack, first: date) -> Iterator[dict[str, str]]:
    for ahead in range(28):
        day = first.replace(day=1) + timedelta(days=ahead)
        for unit in house.units:
            for piece in list(openings.pieces(house, unit, day, found.closed_days))[::HOURS]:
                yield {
                    "building": house.key, "unit": unit.key, "from": piece.starts.isoformat(),
                    "until": (piece.starts + timedelta(hours=HOURS)).isoformat(), "purpose": "ball", "people": "10",
                    "who": "resident",
                }  # fmt: skip


@contextmanager
def opened(kind: str, place: Path, here: Opening) -> Iterator[tuple[Town, float]]:
    """The town served at an hour shortly before its opening; with the moment of the opening by this machine's clock."""
    clock = place / f"shift-{kind}"
    more = {shifted.SHIFT: str(clock), "KURASHI_LET_IN_PER_SECOND": str(PER_SECOND)}
    with town(kind, place, target="benchmarks.parts.shifted:app", more=more) as served:
        begins = time.time() + LEAD + MINUTE / 2
        written = clock.with_suffix(".new")
        written.write_text(str(here.rush.opens_at.timestamp() - begins))
        written.rename(clock)
        yield served, begins


async def crowd(served: Town, here: Opening, begins: float, clerk: str) -> tuple[list[Person], Wires]:
    """Everybody's minute, and somebody at the front page and at the counter meanwhile."""
    chance = random.Random(SEED)  # noqa: S311 (a benchmark's crowd is the same every time)
    people = []
    for count in range(PEOPLE):
        half = -chance.random() if count < PEOPLE * EARLY else chance.random()
        people.append(Person(begins + half * MINUTE / 2, dict(chance.choice(here.wishes))))
    wires, others = Wires(served.port, CONNECTIONS), Wires(served.port, 3)
    await wires.open()
    await others.open()
    lives = [asyncio.ensure_future(live(one, wires, time.time, HOLD)) for one in people]

    def going() -> bool:
        return not all(one.done() for one in lives)

    reader, staff = Person(0, {}), Person(0, {}, {"kmado_staff": clerk})
    await asyncio.gather(
        *lives,
        beside(others, "front page", lambda: reader.get("/"), 0.5, going),
        beside(others, "counter", lambda: staff.get("/staff/reservations"), 0.5, going),
        telephone(others, staff, here, going),
    )
    wires.close()
    others.close()
    wires.waits.update(others.waits)
    if set(others.statuses) - {200, 303}:
        raise RuntimeError(f"who did something else was answered {others.statuses}")
    for status, count in others.statuses.items():
        wires.statuses[status] = wires.statuses.get(status, 0) + count
    return people, wires


async def telephone(wires: Wires, clerk: Person, here: Opening, going: Callable[[], bool]) -> None:
    """Somebody at the counter books in the same building for one caller after another; each has a number of their own."""
    page = await wires.ask("counter form", clerk.get(BOOK))
    token = TOKEN.search(page.body)
    if token is None:
        raise RuntimeError(f"the counter's form was answered {page.status}")
    for caller, wish in enumerate(here.told):
        if not going():
            return
        starts, ends = (datetime.fromisoformat(wish[name]).astimezone(TOKYO) for name in ("from", "until"))
        form = {
            "_token": token[1], "once": str(uuid4()), "place": f"{wish['building']}/{wish['unit']}",
            "from_day": f"{starts:%Y-%m-%d}", "from_time": f"{starts:%H:%M}", "to_time": f"{ends:%H:%M}", "people": "10",
            "purpose": wish["purpose"], "who": "resident", "channel": "telephone", "locale": "ja", "use_purpose": "見本の練習",
            "name": "見本 花子", "phone": f"090-1234-{caller:04}",
        }  # fmt: skip
        told = await wires.ask("counter booking", clerk.post(BOOK, form))
        if told.status != 303:
            raise RuntimeError(f"a booking at the counter was answered {told.status}")
        await asyncio.sleep(0.5)


def lateness(people: list[Person], here: Opening, begins: float, key: bytes) -> list[float]:
    """By how many seconds each went on later than the lot and the clock say; nobody may be before their turn."""
    tickets = {one: _ticket(person) for one, person in enumerate(people)}
    early = sum(ticket.early for ticket in tickets.values() if ticket)
    late = []
    for one, person in enumerate(people):
        ticket = tickets[one]
        if ticket is None:
            continue
        turn = begins + SETTLED.total_seconds() + place(here.rush, ticket, early, key) / PER_SECOND
        late.append(person.through - turn)
    return sorted(late)


def _ticket(person: Person) -> Ticket | None:
    kept = person.cookies.get("kmado_place", "")
    text = kept.partition(".")[2].partition(".")[0]
    return Ticket(text[0] == "e", int(text[1:])) if text else None


def measure(kind: str, place_: Path) -> list[figures.Figure]:
    """One opening on one database."""
    here = opening(datetime.now(UTC))
    with opened(kind, place_, here) as (served, begins):
        home = Settings(var=Path(served.env["KURASHI_VAR"]))
        clerk = at_the_desk(served, "3001", here.rush.opens_at - timedelta(minutes=1)).cookies["kmado_staff"]
        people, wires = asyncio.run(crowd(served, here, begins, clerk))
        held, steps = _stored(served)
    outcomes = Counter(one.outcome for one in people)
    faults = sum(count for status, count in wires.statuses.items() if status >= 500)
    late = lateness(people, here, begins, Secrets(home).secret_key)
    _judge(outcomes, faults, held, steps, late, len(here.wishes))
    done = max(one.through for one in people) - begins
    return [
        figures.Figure(f"people, {kind}", [float(len(people))], "people"),
        figures.Figure(f"requests, {kind}", [float(sum(wires.statuses.values()))], "req"),
        figures.Figure(f"answers 5xx, {kind}", [float(faults)], "req"),
        figures.Figure(f"times taken, {kind}", [float(held)], "times"),
        figures.Figure(f"last one in after opening, {kind}", [done], "s"),
        figures.Figure(f"later than one's turn p95, {kind}", [late[int(len(late) * 0.95)]], "s"),
        *(
            figures.Figure(f"{name} p95, {kind}", [sorted(waits)[int(len(waits) * 0.95)]], "ms")
            for name, waits in sorted(wires.waits.items())
        ),
    ]


def _stored(served: Town) -> tuple[int, int]:
    """Bookings held and steps of time claimed for them, as the database has them."""
    engine = create_engine(served.url)
    with engine.connect() as connection:
        mine = f"FROM booking WHERE building = '{HOUSE}' AND state = 'held'"
        held = connection.execute(text(f"SELECT count(*) {mine}")).scalar_one()
        steps = connection.execute(
            text(f"SELECT count(*) FROM slot_claim WHERE owner IN (SELECT id {mine})")  # noqa: S608
        ).scalar_one()
    engine.dispose()
    return int(held), int(steps)


def _judge(outcomes: Counter[str], faults: int, held: int, steps: int, late: list[float], times: int) -> None:
    """Nobody met a fault, nothing was promised twice, nobody passed anybody."""
    wrong = [
        f"{faults} answers were 5xx" if faults else "",
        f"outcomes {dict(outcomes)}" if set(outcomes) - {"held", "gone"} else "",
        f"{outcomes['held']} were told they have it, {held} stand there" if outcomes["held"] != held else "",
        f"{held} uses hold {steps} steps" if steps != held * HOURS else "",
        f"{held} of {times} times were taken" if held > times else "",
        f"somebody was {-late[0]:.2f} s before their turn" if late[0] < -0.05 else "",
    ]
    if any(wrong):
        raise RuntimeError("; ".join(filter(None, wrong)))


def main() -> int:
    """Measure and print."""
    with serving.folder() as place_:
        found = [figure for kind in KINDS for figure in measure(kind, place_)]
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
