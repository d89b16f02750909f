"""Killed by the system at any instant, making batches and erasing cases go on where they stopped, and nothing counts twice."""

import hashlib
import os
import random
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from portal import files
from portal.db import Database
from portal.files import open_store
from portal.inbox import HOUSE, Case
from portal.vault import DataKey
from services.batches.actions import making, ordering
from services.batches.models import Batch
from services.records.actions import erasing
from services.records.models import DisposalItem
from tests.services.batches import town
from tests.services.records import builders
from tests.services.records.full import approved

ROOT = Path(__file__).parents[2]
SCALE = {"fast": (4, 2), "normal": (4, 2), "all": (10, 7)}


def killed(url: str, folder: Path, what: str, kills: int) -> None:
    """Start the work so many times and kill it at a moment; the last one comes to its end."""
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance = random.Random(seed)  # noqa: S311 (as above)
    for turn in range(kills + 1):
        command = [sys.executable, "-m", "tests.faults.rooms", url, str(folder), what, str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "working\n"
            if turn == kills:
                assert process.stdout.readline() == "done\n"
            else:
                time.sleep(chance.uniform(0, 0.4))
            process.kill()


def test_batches_are_made_once_each_in_their_order(
    database: Database, database_url: str, tmp_path: Path, now: datetime, scale: str
) -> None:
    count, kills = SCALE[scale]
    town.equip(database)
    database.info.update(files=open_store(f"file://{tmp_path}"))
    with database.session() as session:
        for _ in range(count):
            town.accepted(session, now)
            ordering.order(session, town.plan(), HOUSE, now)

    killed(database_url, tmp_path, "batches", kills)

    with database.session() as session:
        made = session.scalars(select(Batch).order_by(Batch.number)).all()
        assert [(one.number, one.state, one.cases) for one in made] == [
            (n, "made", 1) for n in range(1, count + 1)
        ]
        before: str | None = ""
        for one in made:
            (file,) = files.of(session, making.OWNER, one.id)
            raw = b"".join(files.content(session, file))
            assert hashlib.sha256(raw).hexdigest() == one.zip_sha256
            assert one.manifest is not None
            assert one.manifest["previous"] == before
            before = one.sha256


def test_every_case_of_a_list_is_erased_with_its_key_and_no_other(
    database: Database, database_url: str, tmp_path: Path, scale: str
) -> None:
    count, kills = SCALE[scale]
    builders.furnished(database)
    with database.session() as session:
        gone = [builders.closed(session, builders.FILED).id for _ in range(5 * count)]
        approved(session, builders.OVER, builders.seat(), builders.seat("approver"))
        kept = builders.closed(session, builders.OVER)

    killed(database_url, tmp_path, "records", kills)

    with database.session() as session:
        cases = session.scalars(select(Case).where(Case.id.in_(gone))).all()
        assert all((one.answers, one.erased_at) == (b"", builders.OVER) for one in cases)
        keys = [one.key_id for one in cases]
        assert session.scalars(select(DataKey.id).where(DataKey.id.in_(keys))).all() == []
        assert session.get(DataKey, kept.key_id) is not None
        assert set(session.scalars(select(DisposalItem.place))) == {"erased"}
        assert builders.book(session).stage == "done"
        assert erasing.run(session, builders.OVER) == 0
