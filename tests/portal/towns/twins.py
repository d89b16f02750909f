"""Two towns in one process, alike in everything but their data: what one shows of the other can only be a leak."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from flask import Flask
from werkzeug.test import Client

import services
from portal import create_app
from portal.settings import Settings
from portal.towns import read
from portal.towns.hall import Hall
from tests.harness.databases import sqlite_template
from tests.harness.live import Clock
from tests.services.applications.browsing import MORNING, Browser

PACKS = Path(__file__).parents[3] / "portal" / "packs"
A, B = "asahi", "yuhi"


class AtHost(Client):
    """A browser that always opens one town's address."""

    host = ""

    def open(self, *words: Any, **more: Any) -> Any:
        """Ask at the town's host."""
        more.setdefault("base_url", f"http://{self.host}")
        return super().open(*words, **more)


@dataclass
class Twins:
    """The hall, and each town's application and folder."""

    hall: Hall
    folder: Path

    def app(self, name: str) -> Flask:
        return self.hall.town(name)

    def client(self, name: str) -> AtHost:
        """A new browser at a town's address."""
        client = AtHost(self.hall)
        client.host = f"{name}.example.jp"
        return client

    def browser(self, name: str) -> Browser:
        browser = Browser(self.client(name))  # type: ignore[arg-type]
        browser.open("/")
        return browser


def packs(folder: Path, *names: str) -> Path:
    """The towns' folders, in which the sample town stands under other names."""
    made = folder / "packs"
    made.mkdir(parents=True)
    for name, source in (("common", "common"), *((name, "hinata") for name in names)):
        (made / name).symlink_to(PACKS / source, target_is_directory=True)
    return made


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def town(name: str, **more: str) -> str:
    """A town's part of the list."""
    said = {"base_url": f"http://{name}.example.jp", "secret_key": key(), "town_keys": f"k:{key()}", **more}
    return f"\n[{name}]\n" + "".join(f'{one} = "{value}"\n' for one, value in said.items())


def settings(folder: Path, text: str, *names: str, **more: Any) -> Settings:
    """The settings of a deployment whose list this is."""
    (folder / "towns.toml").write_text(text, encoding="utf-8")
    return Settings(var=folder / "var", packs=packs(folder, *names), towns_file=folder / "towns.toml", **more)


@contextmanager
def twins(folder: Path) -> Iterator[Twins]:
    """Both, with empty databases and keys of their own."""
    common = settings(folder, town(A) + town(B), A, B)
    for name in (A, B):
        (folder / "var" / name).mkdir(parents=True)
        copyfile(sqlite_template(), folder / "var" / name / "town.db")
    clock = Clock(MORNING)
    hall = Hall(read(common), lambda one: create_app(services.ALL, one.settings, clock))
    yield Twins(hall, folder)
    for name in (A, B):
        hall.town(name).extensions["house"].db.dispose()
