"""`flask audit verify` says whether the trail is whole, and finds what was cut off by an end that was noted before."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from portal import audit, schema
from portal.db import writing
from tests.harness.live import Clock, make_app


def test_the_command_tells_a_whole_trail_from_one_that_was_cut_or_changed(
    tmp_path: Path, now: datetime
) -> None:
    app = make_app(tmp_path, Clock(now))
    database = app.extensions["house"].db
    schema.upgrade(database)
    runner = app.test_cli_runner()
    with database.session() as session:
        with writing(session):
            for _ in range(3):
                audit.saw(session, "staff", UUID(int=7), "case.read", "case", UUID(int=8), now)
        audit.seal(session, now)

    whole = runner.invoke(args=["audit", "verify"])
    end = whole.output.strip().rpartition(" ")[2]
    known = runner.invoke(args=["audit", "verify", "--known", end])
    with database.session() as session, writing(session):
        session.execute(text("DELETE FROM audit WHERE seal_no = 3"))
    cut, cut_known = (
        runner.invoke(args=["audit", "verify", *more]).exit_code for more in ((), ("--known", end))
    )
    with database.session() as session, writing(session):
        session.execute(text("UPDATE audit SET verb = 'case.none' WHERE seal_no = 1"))
    changed = runner.invoke(args=["audit", "verify"])

    assert (whole.exit_code, known.exit_code) == (0, 0)
    assert end.startswith("3:")
    assert (cut, cut_known) == (0, 1)
    assert (changed.exit_code, changed.output) == (1, "broken at 1: changed\n")
    assert runner.invoke(args=["audit", "verify", "--known", "no end"]).exit_code == 2
    database.dispose()
