"""How long it takes to keep a slip and to take it over at the counter, p95, on both databases."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks.parts import figures, serving
from portal import schema
from portal.db import Database, writing
from services.window.actions import slips
from services.window.actions.slips import Payload

KINDS = ("sqlite", "postgresql")
ROUNDS, SLIPS = 5, 200
MOST = 10.0
PERSON = {
    "name": "髙﨑 𠮷神", "name_kana": "タカサキ ヨシガミ", "birth_date": "1988-02-03", "phone": "080-0000-0000",
    "address": {"postcode": "000-0001", "area": "見本県ひなた市本町", "street": "一丁目2番3号", "building": "見本荘 201"},
}  # fmt: skip
PEOPLE = [{"member_name": "見本 太郎", "member_birth_date": "2018-06-01", "mover_relation": "child"}] * 4


def answers() -> dict[str, object]:
    """A family of five that moves in: about as much as six procedures ask."""
    rest = {f"question_{place}": "見本の答え" for place in range(30)}
    return {**PERSON, "moving_people": PEOPLE, **rest}


def p95(act: Callable[[int], object]) -> float:
    """Milliseconds within which nineteen of twenty are done."""
    taken = []
    for turn in range(SLIPS):
        begun = time.perf_counter()
        act(turn)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def limited(name: str, values: list[float]) -> figures.Figure:
    """A figure that must stay below the limit: as a ratio of the limit to it, it must stay above one."""
    return figures.Figure(name, values, "ms", f"{MOST:.0f} ms", MOST / statistics.median(values), 1.0)


def measure(kind: str, place: Path) -> list[figures.Figure]:
    """Write and redeem on one database, as a request does each: with its own session's block and commit."""
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    payload, clerk = Payload("tennyu", answers(), "ja", now), uuid4()
    written, redeemed = [], []
    with serving.database(kind, place, f"slips-{kind}") as url:
        database = Database(url)
        schema.upgrade(database)
        with database.session() as session:

            def redeem(token: str) -> None:
                with writing(session):
                    slips.redeem(session, token, clerk, now + timedelta(hours=1))

            for _ in range(ROUNDS):
                made: list[str] = []
                written.append(p95(lambda _: made.append(slips.make(session, payload, now))))  # noqa: B023 (called at once)
                redeemed.append(p95(lambda turn: redeem(made[turn])))  # noqa: B023 (called at once)
        database.dispose()
    return [limited(f"slip written p95, {kind}", written), limited(f"slip redeemed p95, {kind}", redeemed)]


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        found = [figure for kind in KINDS for figure in measure(kind, place)]
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
