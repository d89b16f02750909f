"""Whatever is sent instead of a picture is told by name beside its question, and nothing of it is left."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.files import MEGABYTE, StoredFile
from portal.vault import DataKey
from tests.harness.samples import PDF, PRETENDING, TAKEN, jpeg
from tests.harness.scanner import Daemon
from tests.services.applications.browsing import MORNING, Browser, Site, id_in, site
from tests.services.applications.written import at_papers, town_with, upload

WORDS = {
    "file_double": "中に別のファイルが入っている",
    "file_points": "縦と横が大きすぎます",
    "file_broken": "こわれているか、途中で切れています",
    "file_kind": "受け取れません",
    "file_empty": "中身がありません",
}
NAMES = {
    "../../../etc/passwd": "passwd.pdf",
    "..\\..\\boot.ini": "boot.pdf",
    "/abs/olute.pdf": "olute.pdf",
    "line%0D%0ASet-Cookie: a=b.pdf": "line%0D%0ASet-Cookie a=b.pdf",
    "turned\u202efdp.exe": "turnedfdp.pdf",
    "nothing\x00.exe.pdf": "nothing\ufffd.exe.pdf",
    ".": "file.pdf",
    "<img src=x onerror=alert(1)>.pdf": "img src=x onerror=alert(1).pdf",
    "長" * 300 + ".pdf": "長" * 80 + ".pdf",
    "𠮷野家の写真.PDF": "𠮷野家の写真.pdf",
}


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The towns' folders with a procedure that asks for pictures."""
    return town_with(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, packs: Path) -> Iterator[Site]:
    """A town that asks for pictures; what is refused leaves nothing, so all may share it."""
    found = site(tmp_path_factory.mktemp("here"), MORNING, packs=packs)
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser(here: Site) -> Browser:
    """Somebody at the page that asks for them."""
    return at_papers(here)


def left(here: Site) -> tuple[int, int, int]:
    """The rows, keys and objects there are."""
    return here.count(StoredFile), here.count(DataKey), len(list(here.house.files.listed()))


@pytest.mark.parametrize("name", PRETENDING)
def test_a_file_that_pretends_is_refused_and_leaves_nothing(name: str, here: Site, browser: Browser) -> None:
    content, code = PRETENDING[name]
    before = left(here)

    page = upload(browser, (content, f"{name}.jpg"))

    assert page.status == 422
    assert f"「{name}.jpg」" in page.summary()["doc_sample"]
    assert WORDS[code] in page.summary()["doc_sample"]
    assert left(here) == before


def test_a_file_beyond_the_size_is_refused_and_leaves_nothing(here: Site, browser: Browser) -> None:
    before = left(here)

    page = upload(browser, (jpeg(points=bytes(10 * MEGABYTE)), "large.jpg"))

    assert page.status == 422
    assert "「large.jpg」が大きすぎます" in page.summary()["doc_sample"]
    assert left(here) == before


def test_of_many_the_sound_ones_are_taken_up_to_the_number_asked_for(here: Site) -> None:
    browser = at_papers(here)
    before = left(here)
    sent = [(TAKEN["a.jpg"], f"{place}.jpg") for place in range(40)]

    page = upload(browser, (b"MZ", "program.jpg"), *sent)

    assert page.status == 422
    assert "「program.jpg」" in page.text
    assert "2個までです" in page.text
    assert [after - was for after, was in zip(left(here), before, strict=True)] == [2, 2, 2]


@pytest.mark.parametrize("given", NAMES)
def test_a_name_becomes_a_plain_one(given: str, here: Site) -> None:
    browser = at_papers(here)

    upload(browser, (PDF, given))

    assert NAMES[given] in browser.page.text
    with here.session() as session:
        newest = session.scalars(select(StoredFile.id).order_by(StoredFile.id.desc())).first()
    answer = browser.client.get(f"/applications/draft/{id_in(browser.page)}/files/{newest}")
    assert answer.data == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", TAKEN)
def test_what_telephones_make_is_taken(name: str, here: Site) -> None:
    browser = at_papers(here)

    page = upload(browser, (TAKEN[name], name))

    assert page.status == 200
    assert name in page.text


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    """A scanner that listens."""
    running = Daemon(socket.create_server(("127.0.0.1", 0)))
    yield running
    running.stop()


def test_a_virus_is_refused_by_name_and_leaves_nothing(tmp_path: Path, packs: Path, daemon: Daemon) -> None:
    address = f"127.0.0.1:{daemon.bound.getsockname()[1]}"
    here = site(tmp_path / "var", MORNING, packs=packs, clamd_address=address)
    browser = at_papers(here)

    page = upload(browser, (PDF[:-6] + b"harmful" + PDF[-6:], "letter.pdf"), (PDF, "clean.pdf"))

    assert page.status == 422
    assert "「letter.pdf」からウイルスが見つかった" in page.summary()["doc_sample"]
    with here.session() as session:
        assert [one.size for one in session.scalars(select(StoredFile))] == [len(PDF)]
    here.close()


@pytest.mark.parametrize(("down", "status"), [("refuse", 422), ("accept", 200)])
def test_a_scanner_that_is_down_refuses_or_accepts_as_the_town_chose(
    tmp_path: Path, packs: Path, down: str, status: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    here = site(tmp_path / "var", MORNING, packs=packs, clamd_address=nobody, scanner_down=down)
    browser = at_papers(here)

    page = upload(browser, (PDF, "letter.pdf"))

    assert page.status == status
    assert ("安全かを確かめられません" in page.text) is (down == "refuse")
    assert here.count(StoredFile) == (down == "accept")
    here.close()
