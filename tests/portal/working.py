"""A worker in a process of its own, for tests that kill it: database address, port of the mail server, seconds of a lease."""

import sys
from datetime import timedelta

from portal.db import Database
from portal.worker import Worker
from tests.portal.sending import MailSettings, SmallHouse, furnished


def main(url: str, port: str, lease: str) -> None:
    """Work until killed or told to stop; says when it begins."""
    house = SmallHouse(furnished(Database(url)), MailSettings(smtp_port=int(port)))
    worker = Worker(house, lease=timedelta(seconds=float(lease)), poll=0.05)
    sys.stdout.write("working\n")
    sys.stdout.flush()
    worker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
