"""One procedure alone in a browser: renewed when its file is saved, its faults shown instead while it has some."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import services
from portal.authoring.preview import Place, Preview
from tests.portal.pack.builder import PACKS
from tests.services.applications.browsing import Browser

ROOT = PACKS.parents[1]
WORDS = '{ ja = "犬の届出", easy = "いぬの とどけ", en = "Dog notice" }'
DOG = f"""title = {WORDS}
summary = {WORDS}
division = "kankyo"
state = "draft"
completes = "online"
decision = "none"

[[way]]
kind = "online"
assurance = "login"
completes = "online"

[[exit]]
after = "owner"
when = {{ copies = 9 }}
title = {WORDS}
text = {WORDS}
procedure = "inu_touroku"

[[step]]
key = "owner"
title = {WORDS}
ask = ["name", "phone", "copies"]
"""
STARTS = 60.0


def opened(address: str) -> tuple[int, str]:
    """A page as a browser without JavaScript gets it."""
    headers = {"Accept-Encoding": "gzip"}
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 (our own address)
    try:
        with urllib.request.urlopen(asked, timeout=20) as page:  # noqa: S310 (as above)
            return page.status, page.read().decode()
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, fault.read().decode()


@contextmanager
def previewing(source: Path, var: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The real command, ended as Ctrl-C does."""
    env = {**os.environ, "KURASHI_VAR": str(var), "TMPDIR": str(var)}
    command = [sys.executable, "-m", "commands.procedure", "preview", str(source), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    watch = threading.Timer(STARTS, process.kill)
    watch.start()
    try:
        said = iter(process.stdout or ())
        address = next(
            found[1] for line in said if (found := re.search(r"(http://127\.0\.0\.1:\d+)/preview", line))
        )
        yield address, process
    finally:
        watch.cancel()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_the_command_shows_each_saving_and_each_fault_and_leaves_nothing_behind(tmp_path: Path) -> None:
    source, var = tmp_path / "inu_todoke.toml", tmp_path / "var"
    var.mkdir()
    source.write_text(DOG, encoding="utf-8")

    with previewing(source, var) as (address, process):
        status, page = opened(f"{address}/preview")
        assert status == 200
        assert "犬の届出</h1>" in page
        assert '<noscript><meta http-equiv="refresh"' in page

        source.write_text(DOG.replace("犬の届出", "猫の届出"), encoding="utf-8")
        assert "猫の届出</h1>" in opened(f"{address}/procedures/inu_todoke")[1]

        source.write_text(DOG.replace("division", "divsion"), encoding="utf-8")
        status, page = opened(f"{address}/procedures/inu_todoke")
        assert status == 503
        assert "知らない項目です（division の書きまちがいではありませんか）" in page
        assert str(source) in page
        assert "3行目" in page
        assert "直し方" in page
        assert '<meta http-equiv="refresh" content="2">' in page

        source.write_text(DOG, encoding="utf-8")
        assert "犬の届出</h1>" in opened(f"{address}/procedures/inu_todoke")[1]

    assert process.returncode == 0
    assert list(var.iterdir()) == []


@contextmanager
def shown(tmp_path: Path, text: str = DOG, town: str = "hinata") -> Iterator[Preview]:
    source = tmp_path / "inu_todoke.toml"
    source.write_text(text, encoding="utf-8")
    place = Place(source, PACKS, town, tmp_path / "made")
    preview = Preview(
        place, services.ALL, "http://127.0.0.1:1", lambda: datetime(2026, 11, 20, 1, tzinfo=UTC)
    )
    preview.refresh()
    try:
        yield preview
    finally:
        preview.close()


def test_a_draft_that_asks_for_a_sign_in_is_walked_to_its_receipt(tmp_path: Path) -> None:
    with shown(tmp_path) as preview:
        assert preview.app is not None, preview.faults
        browser = Browser(preview.app.test_client())
        browser.client.set_cookie("kmado_session", preview._token)

        browser.open("/procedures/inu_todoke")
        browser.open("/applications/new/inu_todoke/online")
        browser.press({"name": "見本 花子", "phone": "090-1234-5678", "copies": "1"})
        browser.press()

        assert "申し込みが届きました" in browser.page.text


def test_it_stands_alone_but_for_what_its_early_ends_lead_to(tmp_path: Path) -> None:
    with shown(tmp_path) as preview:
        assert preview.app is not None
        assert set(preview.app.extensions["house"].pack.procedures) == {"inu_todoke", "inu_touroku"}


@pytest.mark.parametrize("town", ["utsunomiya", "ube"])
def test_it_can_be_seen_in_a_real_citys_sample(town: str, tmp_path: Path) -> None:
    with shown(tmp_path, town=town) as preview:
        assert preview.app is not None, preview.faults
        assert preview.app.test_client().get("/procedures/inu_todoke").status_code == 200


def test_the_version_is_told_anew_only_after_a_saving(tmp_path: Path) -> None:
    from werkzeug.test import Client

    with shown(tmp_path) as preview:
        client = Client(preview)
        first = client.get("/preview/version")
        same = client.get("/preview/version", headers={"If-None-Match": first.headers["ETag"]})
        time.sleep(0.01)
        preview.place.source.write_text(DOG + "\n# saved\n", encoding="utf-8")
        later = client.get("/preview/version", headers={"If-None-Match": first.headers["ETag"]})

        assert (first.status_code, same.status_code, later.status_code) == (200, 304, 200)
        assert client.get("/preview/reload.js").mimetype == "text/javascript"
        assert client.get("/preview/preview.css").mimetype == "text/css"


def test_a_file_taken_away_for_a_moment_is_told_and_comes_back(tmp_path: Path) -> None:
    with shown(tmp_path) as preview:
        preview.place.source.unlink()
        preview.refresh()
        assert [fault.message for fault in preview.faults] == ["このファイルがありません"]

        preview.place.source.write_text(DOG, encoding="utf-8")
        preview.refresh()
        assert preview.faults == []


def test_a_dictionary_beside_the_file_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / "fields.toml").write_text(f'[dog_hat]\nkind = "text"\nlabel = {WORDS}\n', encoding="utf-8")

    with shown(tmp_path, DOG.replace('"copies"]', '"copies", "dog_hat"]')) as preview:
        assert preview.faults == []
