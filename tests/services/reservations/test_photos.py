"""Photographs that staff add: painted anew, kept by what is in them, shown by every edition that names them, erased for good."""

import io
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.files import StoredFile, open_store, sweep
from portal.pack.photos import THUMB
from portal.refused import Refused
from services.reservations.actions import editing, photos
from services.reservations.models.photos import FacilityPhoto
from services.reservations.rules import differences, drafting
from tests.harness.scanner import Daemon
from tests.services.reservations.edited import NOW, Sit, drafted, house, manager, sitting
from tests.services.reservations.staffed import CULTURE, GYM

WORDS = {"ja": "見本の写真", "easy": "見本の 写真", "en": "A sample photo"}
TOWNS = "0fd4359397a99265415b7024bf529d20"


@pytest.fixture
def sit(database: Database) -> Iterator[Sit]:
    database.info["files"] = open_store("memory:")
    with sitting(database) as found:
        yield found


def camera(size: tuple[int, int] = (3000, 2000), colour: str = "teal") -> io.BytesIO:
    """A photograph that lies on its side and says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "mihon-camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def added(session: Session, **more: Any) -> str:
    """A draft with one photograph more; its key."""
    taken = photos.take(session, manager(), GYM, camera(**more), NOW)
    row = {"key": taken.key, "alt": WORDS, "width": taken.width, "height": taken.height}
    drafted(session, lambda body: body.update(photo=[*body.get("photo", ()), row]))
    return taken.key


def publish(session: Session) -> None:
    row = editing.opened(session, GYM)
    assert row is not None
    editing.publish(session, manager(), GYM, row.revision, NOW)


def left_out(session: Session) -> None:
    drafted(session, lambda body: body.pop("photo"))


def test_two_small_pictures_are_kept_and_nothing_of_where_they_were_taken(sit: Sit) -> None:
    session = sit()

    taken = photos.take(session, manager(), GYM, camera(), NOW)

    assert (taken.width, taken.height) == (1067, 1600)
    for size, longest in (("large", 1600), ("small", THUMB)):
        body = photos.content(session, taken.key, size)
        found = Image.open(io.BytesIO(body))
        assert (found.format, max(found.size)) == ("WEBP", longest)
        assert dict(found.getexif()) == {}
        assert b"mihon-camera" not in body


def test_the_same_picture_is_kept_once(sit: Sit) -> None:
    session = sit()

    keys = {photos.take(session, manager(), GYM, camera(), NOW).key for _ in range(2)}

    assert len(keys) == len(session.scalars(select(FacilityPhoto)).all()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7 mihon %%EOF", "photo_kind"),
        (b"GIF89a" + b"0" * 50, "photo_kind"),
        (camera().getvalue()[:900], "file_broken"),
        (camera().getvalue() + b"<script>", "file_double"),
    ],
)
def test_what_is_no_whole_photograph_is_refused_and_nothing_kept(sit: Sit, content: bytes, code: str) -> None:
    session = sit()

    with pytest.raises(Refused, match=code):
        photos.take(session, manager(), GYM, io.BytesIO(content), NOW)

    assert session.scalars(select(StoredFile)).all() == []


def test_what_the_scanner_finds_is_not_even_painted(sit: Sit) -> None:
    daemon = Daemon(socket.create_server(("127.0.0.1", 0)))
    session = sit()
    session.info["files"] = open_store("memory:", f"127.0.0.1:{daemon.bound.getsockname()[1]}")
    try:
        with pytest.raises(Refused, match="file_infected"):
            photos.take(
                session, manager(), GYM, io.BytesIO(camera().getvalue() + b"\0" * 16 + b"harmful"), NOW
            )
    finally:
        daemon.stop()

    assert session.scalars(select(FacilityPhoto)).all() == []


def test_another_operator_and_the_counter_add_and_erase_nothing(sit: Sit) -> None:
    session = sit()
    key = added(session)

    for who in (manager(division=CULTURE), manager("counter")):
        with pytest.raises(Refused, match="facility_unknown"):
            photos.take(session, who, GYM, camera(colour="red"), NOW)
        with pytest.raises(Refused, match="facility_unknown"):
            photos.forget(session, who, GYM, key, NOW)


def test_a_photograph_is_published_with_its_edition_and_earlier_ones_keep_theirs(sit: Sit) -> None:
    session = sit()
    key = added(session)
    assert key not in {one.key for one in photos.shown(sit(), house(sit()))}
    publish(session)
    first = sit()
    assert [one.key for one in photos.shown(first, house(first))] == [TOWNS, key]

    left_out(first)
    publish(first)

    second = sit()
    assert photos.shown(second, house(second)) == ()
    assert photos.sweep(second, NOW + timedelta(days=30)) == 0
    editing.again(second, manager(), GYM, 1, NOW)
    publish(second)
    third = sit()
    assert [one.key for one in photos.shown(third, house(third))] == [TOWNS, key]


def test_what_no_edition_ever_showed_is_swept(sit: Sit) -> None:
    session = sit()
    key = added(session)
    row = editing.opened(session, GYM)
    assert row is not None
    assert photos.sweep(session, NOW + timedelta(days=30)) == 0
    editing.drop(session, manager(), GYM, row.revision, NOW)

    assert photos.sweep(session, NOW + timedelta(days=1)) == 0
    assert photos.sweep(session, NOW + timedelta(days=2)) == 1

    with pytest.raises(Refused, match="facility_unknown"):
        photos.content(session, key, "large")
    sweep(session, NOW + timedelta(days=3))
    assert session.scalars(select(StoredFile)).all() == []


def test_a_photograph_that_is_erased_is_missing_in_every_edition(sit: Sit) -> None:
    session = sit()
    key = added(session)
    publish(session)
    shown = sit()

    photos.forget(shown, manager(), GYM, key, NOW)

    assert [one.key for one in photos.shown(shown, house(shown))] == [TOWNS]
    with pytest.raises(Refused, match="facility_unknown"):
        photos.content(shown, key, "small")


def test_every_photograph_needs_its_words_in_three_languages(sit: Sit) -> None:
    session = sit()
    row = {"key": "0" * 32, "alt": {"ja": "見本"}, "width": 10, "height": 10}

    with pytest.raises(Refused) as refused:
        drafted(session, lambda body: body.update(photo=[row]))

    assert str(refused.value.values["path"]).startswith("photo[1].alt")


def typed(*rows: tuple[str, str, bool]) -> dict[str, list[str]]:
    """A form of photographs: key, place and whether it is left out."""
    found: dict[str, list[str]] = {}
    for number, (key, place, gone) in enumerate(rows):
        for name, text in (("key", key), ("place", place), ("gone", "yes" if gone else ""), ("alt.ja", key)):
            found[f"photo.{number}.{name}"] = [text]
    return found


def test_the_form_orders_and_leaves_out() -> None:
    body = {"photo": [{"key": one} for one in "abc"]}

    made = drafting.photos(body, typed(("a", "3", False), ("b", "1", False), ("c", "2", True)))

    assert [one["key"] for one in made["photo"]] == ["b", "a"]


def test_another_order_is_a_change_that_can_be_published() -> None:
    before = {"photo": [{"key": "a", "alt": {"ja": "い"}}, {"key": "b", "alt": {"ja": "ろ"}}]}

    found = differences.between(before, {"photo": before["photo"][::-1]})

    assert [one.where for one in found] == [("photo", "order")]
    assert found[0].after == [{"ja": "ろ"}, {"ja": "い"}]
