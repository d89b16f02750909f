"""Hands in files for drafts and lets some of them become part of a case, for ever, for a test that kills it anywhere."""

import io
import random
import time

from portal import create_app, files
from portal.db import new_id, writing
from portal.house import House
from portal.settings import Settings
from tests.harness.samples import jpeg


def main() -> None:
    """Stage, and claim every second one; whatever dies in between is for the sweep."""
    house: House = create_app((), Settings.of_environment()).extensions["house"]
    with house.db.session() as session:
        while True:
            origin = new_id()
            size = random.choice((1_000, 100_000, 1_000_000))  # noqa: S311 (chance here is for sizes, not for secrets)
            file = files.stage(
                session, io.BytesIO(jpeg(points=bytes(size))), "見本.jpg", house.now(), origin=origin
            )
            if random.random() < 0.5:  # noqa: S311 (as above)
                with writing(session):
                    files.claim(
                        session, [file.id], origin=origin, owner_kind="case", owner_id=origin, now=house.now()
                    )
            # The residents are not to starve beside it.
            time.sleep(0.02)


if __name__ == "__main__":
    main()
