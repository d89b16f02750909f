"""The long work of two rooms in a process of its own, for a test that kills it: database address, folder of the files, what to do."""

import sys
import time
from datetime import UTC, datetime, timedelta

from portal.db import Database
from portal.files import open_store
from services.records.actions import erasing
from tests.services.batches import town
from tests.services.records.builders import OVER

# After this long what a dead worker had taken is given to the next one.
LEASE = timedelta(minutes=10)


def main(url: str, folder: str, what: str, turn: str) -> None:
    """Work until killed; says when it begins and when nothing is left."""
    database = town.equip(Database(url))
    database.info.update(files=open_store(f"file://{folder}"))
    if what == "batches":
        # The press is warm before the work begins, so that kills fall into the work.
        town.printer().pdf("<html lang='ja'><title>見本</title>見本</html>")
    sys.stdout.write("working\n")
    sys.stdout.flush()
    with database.session() as session:
        if what == "batches":
            town.make(session, datetime(2026, 11, 20, 2, 0, tzinfo=UTC) + LEASE * int(turn))
        else:
            erasing.run(session, OVER)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
