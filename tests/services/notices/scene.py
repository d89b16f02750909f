"""What tests of notices share: a town with LINE, friends who chose, people at their desks, signed mails."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import services.chat
import services.notices
from portal import friends, wishes
from portal.db import Database, new_id, writing
from portal.pack.notices import AlertSender, Notices
from portal.people import StaffSeat
from portal.service import listeners
from services.notices.actions import composing
from services.notices.rules.writing import Written
from tests.harness.line.events import MORNING
from tests.harness.line.server import LineServer
from tests.services.chat import lining

__all__ = ["MORNING", "press"]
_TOKEN = re.compile(rb'name="_token" value="([^"]+)"')
ADDRESS, DOMAIN, SELECTOR = "bosai@city.hinata.example", "city.hinata.example", "bosai"


def press(client: FlaskClient, path: str, at: str, **typed: Any) -> TestResponse:
    """Send a form of the page `at` to its address."""
    found = _TOKEN.search(client.get(at).data)
    assert found, at
    return client.post(path, data={"_token": found[1].decode(), **typed})


def with_line(database: Database, line: LineServer, var: Path, **more: Any) -> lining.Town:
    """A town in which both rooms hear one another."""
    made = lining.town(database, line, var, **more)
    made.services = (services.chat.service, services.notices.service)
    database.info["hear"] = listeners(made.services)
    return made


def friends_of(
    town: lining.Town, many: int, locale: str = "ja", *, first: int = 0, **chosen: str
) -> list[str]:
    """So many friends who read a language and chose the same; their userIds."""
    users = [f"U{number:032x}" for number in range(first, first + many)]
    with town.session() as session, writing(session):
        for user in users:
            found = friends.follow(session, user, locale, town.clock())
            for kind, value in chosen.items():
                wishes.choose(session, found.id, kind, [value])
    return users


def seat(*roles: str) -> StaffSeat:
    """Somebody on staff, as an action is handed them."""
    return StaffSeat(
        new_id(), "1001", "見本 太郎", tuple(("koho", role) for role in roles or ("editor",)), {}, new_id()
    )


def told(**changes: Any) -> Written:
    """A notice, with full defaults."""
    asked: dict[str, Any] = {
        "title": {"ja": "水道の工事のお知らせ", "en": "Water works"},
        "body": {"ja": "あすの夜、北地区で水が止まります。", "en": "No water in the north tomorrow night."},
    }  # fmt: skip
    return Written(**{**asked, **changes})


def released(town: lining.Town, **changes: Any) -> UUID:
    """A notice that somebody wrote and, where everybody gets it, somebody else let out."""
    author, other = seat(), seat("approver")
    with town.session() as session:
        made = composing.write(session, author, told(**changes), None, town.clock())
        if composing.ask(session, author, made, town.clock()) == "asked":
            composing.release(session, other, made, town.clock())
    return made


@cache
def key() -> Any:
    """The key of a made-up 防災メール."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048)


def listed() -> AlertSender:
    """The sender as the town lists it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    shown = key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    record = f"v=DKIM1; k=rsa; p={base64.b64encode(shown).decode()}"
    return AlertSender(ADDRESS, DOMAIN, SELECTOR, record, "bosai", "bosai")


def believing(town: lining.Town) -> None:
    """The town's pack with this sender in it."""
    pack = town.db.info["pack"]
    town.db.info["pack"] = replace(pack, notices=Notices(pack.notices.categories, (listed(),)))


def mail(
    at: datetime,
    subject: str = "避難指示（北地区）",
    body: str = "北小学校へ避難してください。",
    sender: str = ADDRESS,
) -> bytes:
    """A mail without a signature."""
    head = f"From: {sender}\r\nTo: portal@city.hinata.example\r\nSubject: {_word(subject)}\r\nDate: {format_datetime(at)}\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{_lines(body)}\r\n".encode()


def signed(
    raw: bytes, *, names: Iterable[str] = ("from", "to", "subject", "date", "content-type"), tags: str = ""
) -> bytes:
    """The mail with the signature of its sender, relaxed over both halves as most servers sign."""
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA256

    head, _, body = raw.partition(b"\r\n\r\n")
    shown = {line.split(b":")[0].lower(): line.split(b":", 1)[1].strip() for line in head.split(b"\r\n")}
    digest = base64.b64encode(hashlib.sha256(body.rstrip(b"\r\n") + b"\r\n").digest()).decode()
    value = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={DOMAIN}; s={SELECTOR};{tags} h={':'.join(names)}; bh={digest}; b="
    lines = [f"{name}:".encode() + shown[name.encode()] + b"\r\n" for name in names if name.encode() in shown]
    signature = key().sign(b"".join(lines) + f"dkim-signature:{value}".encode(), padding.PKCS1v15(), SHA256())
    return f"DKIM-Signature: {value}{base64.b64encode(signature).decode()}\r\n".encode() + raw


def _word(said: str) -> str:
    return f"=?UTF-8?B?{base64.b64encode(said.encode()).decode()}?="


def _lines(said: str) -> str:
    return base64.b64encode(said.encode()).decode()
