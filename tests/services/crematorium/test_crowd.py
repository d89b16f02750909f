"""Several undertakers in real processes want the same at once: one has everything, nobody has a part, nobody else is refused."""

import os
import traceback
from collections.abc import Sequence
from datetime import datetime
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import delete, select

from portal.db import Database, writing
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SlotClaim
from services.crematorium.actions.wishes import Wish
from services.crematorium.models.cremations import Cremation, CremationExtra
from tests.services.crematorium.builders import PERMIT, at, booked, furnished, wish

FORK = get_context("fork")
PATIENCE = 60
CLIENTS = 4
ROUNDS = {"fast": 1, "normal": 4, "all": 50}


def client(url: str, now: datetime, pipe: Any, together: Any) -> None:
    """A process that books what it is told, the moment all the others are ready too."""
    database = furnished(Database(url))
    try:
        while (job := pipe.recv()) is not None:
            asked, answers = job
            together.wait(PATIENCE)
            with database.session() as session:
                try:
                    booked(session, now, asked, **answers)
                    pipe.send("done")
                except Refused as refused:
                    pipe.send(refused.code)
                except Exception:  # noqa: BLE001 (whatever it is, it is the round's fault and is told)
                    pipe.send(traceback.format_exc()[-1500:])
    finally:
        database.dispose()
        pipe.close()
        # Nothing of the test's own process is swept up here.
        os._exit(0)


class Crowd:
    """So many clients on one database."""

    def __init__(self, url: str, now: datetime) -> None:
        together = FORK.Barrier(CLIENTS)
        self._ends = []
        for _ in range(CLIENTS):
            mine, theirs = FORK.Pipe()
            process = FORK.Process(target=client, args=(url, now, theirs, together), daemon=True)
            process.start()
            theirs.close()
            self._ends.append((process, mine))

    def all_book(self, wishes: Sequence[Wish], answers: dict[str, Any]) -> list[str]:
        """Everybody begins at once."""
        for (_, pipe), one in zip(self._ends, wishes, strict=True):
            pipe.send((one, answers))
        assert all(pipe.poll(PATIENCE) for _, pipe in self._ends), "a client does not answer"
        return [pipe.recv() for _, pipe in self._ends]

    def leave(self) -> None:
        """Everybody goes home."""
        for process, pipe in self._ends:
            pipe.send(None)
            process.join(PATIENCE)


@pytest.mark.thorough
def test_furnace_and_hall_are_one_partys_and_a_quotas_last_place_too(
    database_url: str, now: datetime, scale: str
) -> None:
    crowd = Crowd(database_url, now)
    database = furnished(Database(database_url))
    hall = {"shikijo": "kokubetsu"}
    try:
        for _ in range(ROUNDS[scale]):
            # Three furnaces at nearly one time, one hall; the fourth wants another day and no hall.
            wanted = [
                wish(at(23, 9, 30), "ro_1", along=hall), wish(at(23, 9, 30), "ro_2", along=hall),
                wish(at(23, 10, 30), "ro_3", along={**hall, "machiai_1": "during"}), wish(at(26, 9, 30), along={}, holder=None),
            ]  # fmt: skip
            said = crowd.all_book(wanted, PERMIT)
            assert sorted(said[:3]) == ["done", "use_taken", "use_taken"], said
            assert said[3] == "done", said

            # Two places among the tentative ones, four who want one.
            times = [wish(at(27, hour, 30), along={}, holder=b"\x0a" * 16) for hour in (9, 11, 13, 15)]
            said = crowd.all_book(times, {})
            assert sorted(said) == ["done", "done", "tentative_used_up", "tentative_used_up"], said

            with database.session() as session:
                owners = set(session.scalars(select(SlotClaim.owner)))
                assert owners == set(session.scalars(select(Cremation.id)))
                with writing(session):
                    for table in (CremationExtra, Cremation, SlotClaim, QuotaCount):
                        session.execute(delete(table))
    finally:
        crowd.leave()
        database.dispose()
