"""A database that fails at the worst moment: an error page that keeps what was typed, and never a false receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.inbox import Case
from portal.outbox import Outbox
from services.applications.models import Draft
from tests.services.applications.browsing import MORNING, NEW_WATER, WATER, Site, at_check, site
from tests.services.applications.reading import controls

HARD = "髙﨑 𠮷\ufa19葛\U000e0100"


@pytest.fixture
def frail_site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    """The sample town on either database, which can be made to fail."""
    found = site(tmp_path / "var", MORNING, database_url=database_url)
    yield found
    found.close()


@contextmanager
def failing(found: Site, moment: str) -> Iterator[None]:
    """Let every transaction fail as it begins or as it ends, as a full disk or a lost server would."""
    engine = found.house.db.engine

    def fail(*_: Any) -> None:
        raise OperationalError(f"{moment.upper()} 見本 花子 090-1234-5678", {}, OSError("no space left"))

    event.listen(engine, moment, fail)
    try:
        yield
    finally:
        event.remove(engine, moment, fail)


def test_a_page_that_could_not_be_saved_is_kept_on_the_error_page_and_sent_again(frail_site: Site) -> None:
    browser = frail_site.browser()
    browser.open(NEW_WATER)
    browser.press(WATER["start"])
    path = browser.page.path

    with failing(frail_site, "commit"):
        page = browser.press({"name": HARD, "name_kana": " ミホン "})
    assert page.status == 503
    assert HARD in page.text
    assert "残っています" in page.text
    page = browser.press()

    assert page.status == 200
    assert page.path.endswith("/contact")
    assert browser.open(path).value("name").encode() == HARD.encode()


def test_a_request_that_could_not_be_stored_shows_no_receipt_and_files_once_later(frail_site: Site) -> None:
    browser = frail_site.browser()
    check = at_check(browser)

    with failing(frail_site, "commit"):
        page = browser.press()
    assert page.status == 503
    assert not page.all("p", class_="number")
    assert (frail_site.count(Case), frail_site.count(Outbox), frail_site.count(Draft)) == (0, 0, 1)
    page = browser.send(check.path, controls(check.form()))

    assert page.status == 200
    assert "申し込みが届きました" in page.text
    assert (frail_site.count(Case), frail_site.count(Outbox), frail_site.count(Draft)) == (1, 1, 0)


def test_a_database_that_is_away_tells_nothing_of_anybody(
    frail_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    browser = frail_site.browser()
    check = at_check(browser)
    caplog.set_level("DEBUG")

    with failing(frail_site, "begin"):
        for page in (browser.open(check.path), browser.open("/applications/"), browser.open("/ready")):
            assert page.status == 503
            assert "090-1234-5678" not in page.html
        assert browser.open("/procedures/juminhyo").status == 200

    assert "OperationalError" in caplog.text
    assert "090-1234-5678" not in caplog.text
    assert browser.open(check.path).status == 200
