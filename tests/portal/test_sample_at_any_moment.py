"""The sample town can be begun at any moment: late on a Sunday, in the night of the year, on a day that most years lack."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from portal.opening import TOKYO
from tests.harness.live import Clock, make_app

MOMENTS = ("2026-11-22T17:40", "2026-12-31T23:50", "2028-02-29T12:00")
MINUTES_OF_TWO_YEARS = 2 * 365 * 24 * 60


def some(scale: str) -> list[datetime]:
    """The hard moments, and in --all others that nobody chose."""
    hard = [datetime.fromisoformat(one).replace(tzinfo=TOKYO) for one in MOMENTS]
    if scale != "all":
        return hard
    chance = Random(20261122)  # noqa: S311 (nothing is kept secret by it)
    return hard + [hard[0] + timedelta(minutes=chance.randrange(MINUTES_OF_TWO_YEARS)) for _ in range(10)]


def test_the_sample_town_begins_at_any_moment(tmp_path: Path, scale: str) -> None:
    for number, moment in enumerate(some(scale)):
        app = make_app(tmp_path / str(number), Clock(moment))
        runner = app.test_cli_runner()
        assert runner.invoke(args=["db", "upgrade"]).exit_code == 0
        done = runner.invoke(args=["sample", "load"])
        app.extensions["house"].db.dispose()
        assert done.exit_code == 0, (moment, done.output, done.exception)
