"""Two hosts: one town on two machines that share PostgreSQL, Redis and S3 and nothing else; no work is lost or done twice.

Each machine is an application of its own with a folder of its own, and every request goes to the other one than the last:
whatever a process kept to itself would be missed at the next step.
"""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import Client

from portal import files, outbox, sessions
from portal.db import new_id, writing
from portal.inbox import Case
from portal.outbox import Outbox
from portal.worker import Worker
from tests.harness import databases, s3
from tests.harness.redis_server import RedisServer
from tests.portal.sending import REFS, VALUES
from tests.portal.towns.twins import key
from tests.services.applications.browsing import MORNING, Browser, Site, hand_in, id_in, site
from tests.services.desk.builders import employ, hire

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass
class Hosts:
    """The machines, and a front that hands each request to the next of them."""

    machines: list[Site]
    turn: Iterator[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.turn = cycle(machine.app for machine in self.machines)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Any:
        return next(self.turn)(environ, start)

    def browser(self) -> Browser:
        browser = Browser(Client(self))  # type: ignore[arg-type]
        browser.open("/")
        return browser


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """Two machines and what they share."""
    folder = Path(tempfile.mkdtemp(prefix="kurashi-"))
    redis, kept = RedisServer(folder), databases.make("postgresql")
    redis.start()
    with s3.server() as address, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT": address, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "ap-northeast-1",
            "AWS_ACCESS_KEY_ID": "sample", "AWS_SECRET_ACCESS_KEY": "sample",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        s3.make_bucket(address, "town")
        same = {
            "database_url": kept.server.url(kept.name), "redis_url": redis.url, "files_url": "s3://town/files",
            "secret_key": key(), "town_keys": f"k:{key()}",
        }  # fmt: skip
        machines = [site(tmp_path_factory.mktemp("host"), MORNING, **same) for _ in range(2)]
        yield Hosts(machines)
        for machine in machines:
            machine.close()
            databases.stop_counting(kept.name)
    redis.stop()
    kept.drop()
    shutil.rmtree(folder)


def test_a_form_is_filled_and_handed_in_though_each_step_is_answered_by_the_other_machine(
    hosts: Hosts,
) -> None:
    browser = hosts.browser()

    case = id_in(hand_in(browser))

    for machine in hosts.machines:
        with machine.session() as session:
            assert session.get(Case, case) is not None
    assert browser.open(f"/applications/{case}").status == 200
    assert browser.open(f"/applications/{case}").status == 200


def test_a_seat_signed_in_at_one_machine_works_and_is_ended_at_both(hosts: Hosts) -> None:
    first, _ = hosts.machines
    with first.session() as session, writing(session):
        staff = hire(session)
        employ(session, staff.id, "suido", "worker")
        token = sessions.begin(session, "staff", staff.id, sessions.FULL, MORNING)
    browser = hosts.browser()
    browser.client.set_cookie("kmado_staff", token)

    seen = [browser.client.get("/staff").status_code for _ in range(2)]
    with first.session() as session, writing(session):
        sessions.revoke(session, "staff", staff.id, MORNING)
    ended = [browser.client.get("/staff").status_code for _ in range(2)]

    assert seen == [200, 200]
    assert ended == [303, 303]


def test_a_file_stored_by_one_machine_is_read_by_the_other(hosts: Hosts) -> None:
    first, second = hosts.machines
    content = b"%PDF-1.7\n%%EOF"
    with first.session() as session:
        document = files.stage(session, BytesIO(content), "見本.pdf", MORNING, origin=new_id(), field="note")

    with second.session() as session:
        found = session.get_one(type(document), document.id)
        assert b"".join(files.content(session, found)) == content


def test_two_workers_at_once_send_everything_and_nothing_twice(hosts: Hosts) -> None:
    count = 60
    with hosts.machines[0].session() as session, writing(session):
        for number in range(count):
            outbox.add(
                session, "mail", lane=f"lane {number % 20}", template="receipt", locale="ja", refs=REFS,
                values=VALUES, now=MORNING, dedupe_key=f"two-hosts-{number}",
            )  # fmt: skip
    workers = [Worker(machine.house) for machine in hosts.machines]
    together = threading.Barrier(2)

    def drain(worker: Worker) -> None:
        together.wait()
        worker.drain()

    threads = [threading.Thread(target=drain, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    mails = [mail for machine in hosts.machines for mail in machine.house.settings.home.glob("mails/*.eml")]
    with hosts.machines[0].session() as session:
        states = dict(session.execute(select(Outbox.state, func.count()).group_by(Outbox.state)).all())
        attempts = session.scalars(select(Outbox.attempts).where(Outbox.dedupe_key.like("two-hosts-%"))).all()
    assert list(states) == ["done"]
    assert set(attempts) == {1}
    assert len({mail.name for mail in mails}) == len(mails)
    assert len(mails) >= count


def test_a_night_job_is_done_by_one_of_them(hosts: Hosts) -> None:
    done: list[str] = []
    workers = [Worker(machine.house) for machine in hosts.machines]
    together = threading.Barrier(2)
    for number, worker in enumerate(workers):
        worker._jobs = {"night": lambda _session, _now, number=number: done.append(str(number))}

    def work(worker: Worker) -> None:
        together.wait()
        worker.work()

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 1
