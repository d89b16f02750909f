"""The database is gone: what can be told from memory is told, the rest says so kindly, and nothing that was typed is lost."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal import jobs
from portal.crowd import PAUSE, Crowd, together
from portal.db import Database, new_id, writing
from portal.files.store import open_store, seal
from portal.jobs import Every, JobRun
from portal.reaching import REST, Reach
from portal.refused import Refused
from portal.throttle import Claim, Limit, TooMany, take
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Site, site

# What a town tells whoever is in need, and how to do things without this portal.
FROM_MEMORY = (
    "/", "/?lang=easy", "/?lang=en", "/procedures", "/procedures/juminhyo", "/procedures/suido_kaishi", "/contact", "/search?q=住民票",
    "/accessibility", "/privacy", "/window",
)  # fmt: skip
NEEDS_IT = ("/reservations", "/queue", NEW_WATER, "/ready")


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A town that was started while its server was away."""
    nowhere = f"postgresql+psycopg://town@/town?host={tmp_path_factory.mktemp('nobody')}"
    found = site(tmp_path_factory.mktemp("gone") / "var", MORNING, database_url=nowhere)
    yield found
    found.close()


@pytest.mark.parametrize("path", FROM_MEMORY)
def test_guides_and_telephone_numbers_are_told_from_memory(gone: Site, path: str) -> None:
    answer = gone.app.test_client().get(path)

    assert answer.status_code == 200
    assert len(answer.data) > 2000


def test_a_cookie_of_a_sign_in_keeps_nobody_from_the_guides(gone: Site) -> None:
    client = gone.app.test_client()
    for name in ("kmado_visit", "kmado_session", "kmado_staff", "kmado_device"):
        client.set_cookie(name, "a" * 43)

    assert {path: client.get(path).status_code for path in FROM_MEMORY} == dict.fromkeys(FROM_MEMORY, 200)


def test_a_worker_without_its_database_is_alive_and_not_ready(gone: Site) -> None:
    client = gone.app.test_client()

    assert [client.get(path).status_code for path in ("/health", "/ready")] == [200, 503]


@pytest.mark.parametrize("path", NEEDS_IT)
def test_what_needs_it_says_so_with_a_telephone_number_and_when_to_come_back(gone: Site, path: str) -> None:
    browser = gone.browser()
    browser.client.set_cookie("kmado_visit", "a" * 43)

    page = browser.open(path)

    if page.status == 200:
        # A first page of questions asks nothing of the database yet.
        assert path == NEW_WATER
        return
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "30"
    assert "受け付けられません" in page.text
    assert "tel:" in page.html
    assert "/procedures" in page.html


@pytest.mark.parametrize("language", ["easy", "en"])
def test_it_is_said_in_the_visitors_language(gone: Site, language: str) -> None:
    page = gone.browser(language).open("/reservations?lang=" + language)

    assert page.status == 503
    assert "受け付けられません" not in page.text


def test_a_form_that_is_sent_keeps_what_was_typed_and_is_sent_again_with_one_press(
    tmp_path: Path,
) -> None:
    found = site(tmp_path / "var", MORNING)
    browser = found.browser()
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    path = browser.page.path
    with away(found):
        page = browser.press({"name": "見本 花子", "name_kana": "ミホン"})
        assert page.status == 503
        assert "残っています" in page.text
        again = browser.press()
        assert again.status == 503

    browser.press()

    assert browser.page.status == 200
    assert browser.open(path).value("name") == "見本 花子"
    found.close()


@contextmanager
def away(found: Site) -> Iterator[None]:
    """The database refuses to begin anything."""

    def fail(*_: Any) -> None:
        raise OperationalError("BEGIN", {}, OSError("away"))

    event.listen(found.house.db.engine, "begin", fail)
    try:
        yield
    finally:
        event.remove(found.house.db.engine, "begin", fail)


class Silent(Exception):
    """A driver's error."""


class Server:
    """A server that keeps whoever connects waiting, or refuses at once."""

    loaded_dbapi = SimpleNamespace(OperationalError=Silent)

    def __init__(self, waits: float) -> None:
        self.waits, self.tries, self.now = waits, 0, 100.0

    def connect(self) -> None:
        self.tries += 1
        self.now += self.waits
        raise Silent


def tries(server: Server, seconds: float) -> int:
    """How often the server is tried when somebody asks ten times a second."""
    reach, until = Reach(lambda: server.now), server.now + seconds
    while server.now < until:
        with pytest.raises(Silent):
            reach(server, None, (), {})  # type: ignore[arg-type]
        server.now += 0.1
    return server.tries


def test_a_silent_server_keeps_few_waiting_and_one_that_refuses_is_asked_each_time() -> None:
    assert tries(Server(waits=3.0), seconds=50) == pytest.approx(50 / (3 + REST), abs=1)
    assert tries(Server(waits=0.0), seconds=5) == pytest.approx(50, abs=1)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_a_file_is_refused_and_nothing_half_written_is_read(tmp_path: Path) -> None:
    store, file_id = open_store((tmp_path / "files").as_uri()), new_id()

    with full_disk(), pytest.raises(Refused, match="file_not_stored"):
        store.put(file_id, seal(b"k" * 32, BytesIO(b"content" * 100)))

    store.put(file_id, seal(b"k" * 32, BytesIO(b"content")))
    assert list(store.get(file_id))


def test_on_a_full_disk_guides_are_read_and_a_form_is_kept_on_its_page(tmp_path: Path) -> None:
    found = site(tmp_path / "var", MORNING)
    browser = found.browser()
    browser.open(NEW_WATER)
    with full_disk():
        page = browser.press(WATER["start"])
        assert page.status == 503
        assert "残っています" in page.text
        assert found.app.test_client().get("/procedures/juminhyo").status_code == 200
    assert browser.press().status == 200
    found.close()


def test_a_clock_that_was_put_back_shuts_nobody_out(database: Database, now: datetime) -> None:
    crowd, ahead = Crowd(), now + timedelta(days=400)
    for _ in range(400):
        crowd.let_in("school", together(400), ahead)
    claim = Claim("password", ("somebody",), Limit(2, timedelta(minutes=1)))
    from tests.portal.cases import equip

    with equip(database).session() as session:
        for _ in range(2):
            with writing(session):
                take(session, [claim], ahead)

        assert crowd.let_in("school", together(400), now) == timedelta()
        for _ in range(2):
            with writing(session):
                take(session, [claim], now)
        with pytest.raises(TooMany), writing(session):
            take(session, [claim], now)
    assert crowd.let_in("school", together(1), now + PAUSE * 500) == timedelta()


def test_a_job_begun_under_a_clock_that_was_put_back_is_done_again() -> None:
    def job(*_: object) -> None:
        raise AssertionError("it is only asked whether it is due")

    ahead = MORNING + timedelta(days=400)
    run = JobRun(
        name="x", begun_at=ahead, done_at=ahead, lease=None, leased_until=None, last_error=None, failures=0
    )

    assert jobs.is_due(Every(timedelta(minutes=1), job), run, MORNING)
    assert jobs.is_due(job, run, MORNING)
    run.lease, run.leased_until = new_id(), ahead + timedelta(hours=1)
    assert jobs.is_due(job, run, MORNING)
    # One that was set back by hours repeats nothing.
    run.begun_at = MORNING + timedelta(seconds=20)
    assert not jobs.is_due(job, run, MORNING)
