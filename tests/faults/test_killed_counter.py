"""Killed by the system at any instant, the counter loses no slip, no typed answer and no hand-over, and nothing counts twice."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import Database
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from services.window.actions import redeeming, slips, visits
from services.window.actions.slips import Payload
from services.window.models.slips import Slip
from services.window.models.visits import Visit
from tests.faults.counter import MORNING, SEAT, moment, typed
from tests.services.applications.builders import furnished
from tests.services.window.moving import prepared

ROOT = Path(__file__).parents[2]
# How many residents come with a slip, and how often the server is killed meanwhile.
SCALE = {"fast": (3, 1), "normal": (3, 2), "all": (12, 9)}
# A visit of a family with six papers takes about this long.
LONGEST = 0.5


def name(number: int) -> str:
    return f"見本 {number}号"


def killed(url: str, folder: Path, tokens: dict[int, str], kills: int) -> list[list[str]]:
    """Start the counter so many times and kill it at a moment; the last one serves everybody. Gives what was said to the clerk."""
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance = random.Random(seed)  # noqa: S311 (as above)
    said: list[list[str]] = []
    for turn in range(kills + 1):
        # Nobody scans what they saw taken over.
        left = {n: one for n, one in tokens.items() if f"redeemed {n}" not in _told(said)}
        slip_file = folder / "slips.json"
        slip_file.write_text(json.dumps(list(left.values())))
        places = list(left)
        command = [sys.executable, "-m", "tests.faults.counter", url, str(slip_file), str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "working\n"
            lines = []
            if turn == kills:
                lines = list(iter(process.stdout.readline, "done\n"))
            else:
                time.sleep(chance.uniform(0, LONGEST))
            process.kill()
            lines += process.stdout.read().splitlines()
        said += [_numbered(line.split(), places) for line in lines if line.strip() != "done"]
    return said


def _numbered(words: list[str], places: list[int]) -> list[str]:
    """Which resident's slip it was, whatever its place in the pile."""
    return (
        [words[0], str(places[int(words[1])]), *words[2:]] if words[0] in ("redeemed", "refused") else words
    )


def _told(said: list[list[str]]) -> set[str]:
    return {" ".join(words[:2]) for words in said}


def test_what_the_clerk_was_told_is_there_after_every_fall(
    database: Database, database_url: str, tmp_path: Path, scale: str
) -> None:
    count, kills = SCALE[scale]
    with furnished(database).session() as session:
        tokens = {
            n: slips.make(session, Payload("tennyu", prepared(name=name(n)), "ja", MORNING), MORNING)
            for n in range(count)
        }

    said = killed(database_url, tmp_path, tokens, kills)

    with database.session() as session:
        _every_slip_is_used_once(session, tokens, said, kills)
        _every_case_is_there_once(session, said, count)
        left = visits.mine(session, SEAT, moment(kills))
        assert list(left) == []


def _every_slip_is_used_once(
    session: Session, tokens: dict[int, str], said: list[list[str]], kills: int
) -> None:
    once = Counter(words[1] for words in said if words[0] == "redeemed")
    assert set(once.values()) <= {1}
    assert {words[2] for words in said if words[0] == "refused"} <= {"slip_used"}
    # A slip, a visit: also where the answer was lost on its way to the clerk.
    assert session.scalar(select(func.count()).select_from(Visit)) == len(tokens)
    assert session.scalar(select(func.count()).select_from(Slip).where(Slip.used_at.is_(None))) == 0
    with pytest.raises(Refused, match="slip_used"):
        redeeming.redeem(session, SEAT, tokens[0], moment(kills + 60))


def _every_case_is_there_once(session: Session, said: list[list[str]], count: int) -> None:
    cases = session.scalars(select(Case)).all()
    people = Counter((inbox.answers(session, case)["name"], case.procedure) for case in cases)
    assert {who for who, _ in people} == {name(n) for n in range(count)}
    assert set(people.values()) == {1}
    assert len(cases) == 6 * count
    there = {case.receipt_no for case in cases}
    shown = {number for words in said if words[0] == "handed" for number in words[2].split(",")}
    assert shown <= there
    notes = {inbox.answers(session, case).get("note") for case in cases} - {None}
    assert notes == {typed(name(n)) for n in range(count)}
    day = today(MORNING)
    assert sum(line.n for line in ledger.counts(session, "filed", day, day)) == len(cases)
