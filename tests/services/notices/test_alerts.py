"""防災メール: what is signed by a listed sender becomes a draft, in a disaster a notice; everything else a task, never a sending."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db import Database
from portal.tasks import Task
from services.notices.actions import alerts, switching
from services.notices.models import AlertMail, Notice
from services.notices.rules.alerts import GOOD, judge
from tests.harness.line.server import LineServer
from tests.portal import cases
from tests.services.chat.lining import Town
from tests.services.notices.scene import MORNING, believing, friends_of, listed, mail, signed, with_line

SECOND = b"Subject: =?UTF-8?B?5YG9?=\r\n"


@pytest.fixture
def town(database: Database, line_server: LineServer, tmp_path: Path) -> Town:
    folder = tmp_path / "alerts"
    folder.mkdir()
    made = with_line(database, line_server, tmp_path, alert_folder=folder)
    believing(made)
    return made


def drop(town: Town, raw: bytes, name: str = "1.eml") -> int:
    folder = town.settings.alert_folder
    assert folder is not None
    (folder / name).write_bytes(raw)
    with town.session() as session:
        return alerts.sweep(session, town.clock())


def tasks(town: Town) -> list[str]:
    with town.session() as session:
        return sorted(one.kind for one in session.scalars(select(Task)))


def notices(town: Town) -> list[tuple[str, str, bool]]:
    with town.session() as session:
        return [(one.stage, one.title["ja"], one.urgent) for one in session.scalars(select(Notice))]


def test_a_signed_mail_becomes_a_draft_that_somebody_looks_at(town: Town) -> None:
    friends_of(town, 2)

    assert drop(town, signed(mail(MORNING))) == 1
    town.work()

    assert notices(town) == [("draft", "避難指示（北地区）", False)]
    assert tasks(town) == ["alert_draft"]
    assert town.line.sent == []


def test_in_a_disaster_it_goes_to_everybody_at_once(town: Town) -> None:
    users = friends_of(town, 2)
    with town.session() as session:
        switching.begin(session, {"ja": "大雨"}, "災害", None, MORNING)
    town.db.info["hear"].pop("disaster.switched", None)

    assert drop(town, signed(mail(MORNING))) == 1
    town.work()

    assert sorted(user for one in town.line.sent for user in one.to) == users
    assert "北小学校へ避難" in str(town.line.sent[0].messages)
    assert notices(town)[0][1:] == ("避難指示（北地区）", True)
    assert tasks(town) == []


def test_the_same_mail_dropped_twice_is_one_even_with_something_added_above(town: Town) -> None:
    raw = signed(mail(MORNING))

    assert [drop(town, raw), drop(town, raw), drop(town, b"Received: again\r\n" + raw)] == [1, 0, 0]
    assert len(notices(town)) == 1


def test_what_holds_something_personal_is_never_sent_unseen(town: Town) -> None:
    friends_of(town, 1)
    with town.session() as session:
        switching.begin(session, {"ja": "大雨"}, "災害", None, MORNING)
    town.db.info["hear"].pop("disaster.switched", None)

    drop(town, signed(mail(MORNING, body="連絡は 090-1234-5678 へ")))
    town.work()

    assert town.line.sent == []
    assert tasks(town) == ["alert_draft"]


BAD: dict[str, Callable[[], bytes]] = {
    "alert_unsigned": lambda: mail(MORNING),
    "alert_stranger": lambda: signed(mail(MORNING, sender="bosai@city.hinata.example.net")),
    "alert_changed": lambda: signed(mail(MORNING)).replace(b"\r\n\r\n", b"\r\n\r\nAAAA", 1),
    "alert_forged": lambda: signed(mail(MORNING)).replace(b"To: portal@", b"To: qortal@"),
    "alert_headers": lambda: signed(SECOND + mail(MORNING)),
    "alert_old": lambda: signed(mail(MORNING - timedelta(hours=7))),
    "alert_algorithm": lambda: signed(mail(MORNING), tags=" l=3;"),
    "alert_unread": lambda: b"\xff\xfe\x00",
    "alert_no_text": lambda: signed(mail(MORNING, body=" ")),
}


@pytest.mark.parametrize("code", BAD)
def test_what_is_not_believed_is_never_sent(code: str) -> None:
    found = judge(BAD[code](), (listed(),), MORNING)

    assert (found.code, found.alert) == (code, None)


def test_a_date_that_is_not_signed_could_be_made_young_again() -> None:
    raw = signed(mail(MORNING), names=("from", "subject", "content-type"))

    assert judge(raw, (listed(),), MORNING).code == "alert_headers"


def test_a_signature_that_has_ended_is_old() -> None:
    raw = signed(mail(MORNING), tags=f" x={int(MORNING.timestamp()) - 1};")

    assert judge(raw, (listed(),), MORNING).code == "alert_old"


def test_a_forged_mail_is_put_aside_and_told_with_its_reason(town: Town) -> None:
    with town.session() as session:
        switching.begin(session, {"ja": "大雨"}, "災害", None, MORNING)
    friends_of(town, 1)
    town.db.info["hear"].pop("disaster.switched", None)

    assert drop(town, mail(MORNING), "forged.eml") == 0
    assert drop(town, signed(mail(MORNING, sender="somebody@mail.example")), "stranger.eml") == 0
    town.work()

    assert notices(town) == []
    assert town.line.sent == []
    assert tasks(town) == ["alert_refused"]
    with town.session() as session:
        rows = {one.file: (one.verdict, one.sender) for one in session.scalars(select(AlertMail))}
    assert rows == {
        "forged.eml": ("alert_unsigned", "bosai@city.hinata.example"),
        # Of a stranger no more is kept than where they write from.
        "stranger.eml": ("alert_stranger", "mail.example"),
    }
    folder = town.settings.alert_folder
    assert folder is not None
    assert sorted(one.name for one in (folder / alerts.ASIDE).iterdir()) == ["forged.eml", "stranger.eml"]
    shutil.rmtree(folder)


def test_the_sample_town_lists_a_sender_that_can_be_read() -> None:
    [sender] = cases.hinata().notices.alerts

    assert judge(mail(MORNING), (sender,), MORNING).code == "alert_unsigned"
    assert judge(signed(mail(MORNING)), (sender,), MORNING).code == "alert_forged"
    assert judge(signed(mail(MORNING)), (listed(),), MORNING).code == GOOD
