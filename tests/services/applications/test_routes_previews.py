"""A draft is looked at before anybody else sees it: by those who write procedures, signed in, and handed in by nobody."""

from collections.abc import Iterator

import pytest

from tests.services.applications.browsing import MORNING, Site, site
from tests.services.applications.telephoning import clerk
from tests.services.applications.written import YOU, town_with

GUIDE = "/procedures/mihon"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A town whose new procedure is still a draft."""
    folder = tmp_path_factory.mktemp("drafted")
    packs = town_with(folder, **{'number = "7999"': 'number = "7999"\nstate = "draft"'})
    found = site(folder / "var", MORNING, packs=packs)
    yield found
    found.close()


def test_an_editor_who_is_signed_in_sees_the_draft_and_walks_it(drafted: Site) -> None:
    browser = clerk(drafted, "editor")

    page = browser.open(GUIDE)

    assert page.status == 200
    assert "公開する前の手続きです" in page.text
    browser.open("/applications/new/mihon/online")
    page = browser.press(YOU)
    assert page.path.endswith("/guests/1")


@pytest.mark.parametrize("role", ["worker", "monitor"])
def test_staff_who_do_not_write_procedures_find_nothing(role: str, drafted: Site) -> None:
    assert clerk(drafted, role).open(GUIDE).status == 404


def test_a_resident_finds_neither_the_draft_nor_its_line_in_the_list(drafted: Site) -> None:
    browser = drafted.browser()

    assert browser.open(GUIDE).status == 404
    assert browser.open("/applications/new/mihon/online").status == 404
    assert GUIDE not in browser.open("/procedures").links().values()


def test_the_line_about_the_draft_is_gone_once_it_is_published(written: Site) -> None:
    page = written.browser().open(GUIDE)

    assert page.status == 200
    assert "公開する前の手続きです" not in page.text
