"""わたしの予約: what is to come stands first, however much is over."""

from datetime import datetime

import pytest

from portal.db import Database
from services.reservations.actions import booking, own
from services.reservations.actions.booking import Terms
from services.reservations.actions.handing import handed
from services.reservations.actions.owner import Owner
from tests.services.reservations.builders import ANSWERS, HOLDER, at, furnished, wish

MINE = b"\x09" * 32


def test_years_of_what_is_over_hide_nothing_that_is_to_come(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "_MOST", 2)
    with furnished(database).session() as session:
        for day in (1, 2, 3, 8, 9):
            held = booking.hold(session, wish(at(day, 10)), now)
            sent = handed(session, ANSWERS, now, holders=[MINE])
            booking.confirm(session, held, sent, Terms(HOLDER), now)

        coming, over = own.mine(session, Owner(holders=[MINE]), at(4, 10))

    assert [one.row.starts_at.day for one in coming] == [8, 9]
    assert [one.row.starts_at.day for one in over] == [3, 2]
