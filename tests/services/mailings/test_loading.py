"""A list is checked, shown and taken in: in slices, once, whole or not at all, and nobody in it can be read."""

import io
from datetime import datetime

import pytest
from sqlalchemy import func, select

from portal import files
from portal.db import Database
from portal.outbox import Outbox
from portal.refused import Refused
from services.mailings.actions import loading, standing
from services.mailings.models import Addressee, AddresseeToken, Mailing
from tests.services.mailings import scene
from tests.services.mailings.town import PERSON, csv, people


def test_a_preview_counts_rows_and_stops_and_takes_nothing_in(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.made(session, now)

        rows = [*people(6), {**PERSON, "宛名番号": "7", "発送停止": "転出"}]
        loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(csv(rows)), now)

        found = loading.report(session, session.get_one(Mailing, mailing_id))
        assert found is not None
        assert (found["rows"], found["stops"], found["faults"], len(found["shown"])) == (
            7,
            {"moved": 1},
            [],
            5,
        )
        assert scene.addressees(session, mailing_id) == []


def test_a_list_taken_in_is_destroyed_and_its_people_stand_sealed(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.loaded(session, now, people(3))

        found = scene.addressees(session, mailing_id)
        assert [one.place for one in found] == [1, 2, 3]
        assert len({one.key_id for one in found}) == 3
        assert standing.values(session, found[1])["number"] == "100002"
        assert "花子".encode() not in b"".join(one.sealed + one.number for one in found)
        assert files.of(session, "mailing", mailing_id) == []


def test_a_large_list_is_taken_in_slice_by_slice_and_each_person_once(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_SLICE", 20)
    monkeypatch.setattr(loading, "_BLOCK", 8)
    with scene.ready(database).session() as session:
        mailing_id = scene.loaded(session, now, people(45))
        turns = 0
        while session.get_one(Mailing, mailing_id, populate_existing=True).stage == "loading":
            loading.load(session, mailing_id, now)
            turns += 1

        assert turns == 3
        assert [one.place for one in scene.addressees(session, mailing_id)] == list(range(1, 46))
        assert session.scalar(select(func.count(func.distinct(Addressee.number)))) == 45
        assert session.scalar(select(func.count(Outbox.no)).where(Outbox.template == "load")) == 3


def test_a_second_list_adds_people_and_may_not_repeat_one(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.loaded(session, now, people(2))
        loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(csv(people(3))), now)
        found = loading.report(session, session.get_one(Mailing, mailing_id))
        assert found is not None
        assert [fault[2] for fault in found["faults"]] == ["number_there", "number_there"]
        with pytest.raises(Refused, match="list_faulty"):
            loading.count(session, scene.seat(), mailing_id, now)

        added = [{**PERSON, "宛名番号": "777"}]
        loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(csv(added)), now)
        loading.count(session, scene.seat(), mailing_id, now)

        assert [one.place for one in scene.addressees(session, mailing_id)] == [1, 2, 3]


def test_a_list_of_individual_numbers_is_refused_whole(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.made(session, now)

        loading.hand_in(
            session, scene.seat(), mailing_id, io.BytesIO(csv([{**PERSON, "宛名番号": "123456789018"}])), now
        )

        found = loading.report(session, session.get_one(Mailing, mailing_id))
        assert found is not None
        assert [1, "宛名番号", "individual_number"] in found["faults"]


def test_an_empty_list_and_one_in_no_encoding_are_told(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.made(session, now)
        loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(b"\xff\xfe\x00"), now)
        found = loading.report(session, session.get_one(Mailing, mailing_id))
        assert found is not None
        assert [fault[2] for fault in found["faults"]] == ["encoding", "rows_none"]

        with pytest.raises(Refused, match="file_empty"):
            loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(b""), now)


def test_people_are_found_by_name_reading_telephone_and_number(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        scene.loaded(session, now)

        tokens = session.scalars(select(AddresseeToken.token)).all()

        vault = database.info["vault"]
        wanted = [
            ("name", "見本花子"),
            ("kana", "ミホンハナコ"),
            ("phone", "08000000001"),
            ("atena", "100001"),
        ]
        assert {vault.token(*one) for one in wanted} <= set(tokens)


def test_nothing_is_added_once_somebody_was_asked_to_release_it(database: Database, now: datetime) -> None:
    with scene.ready(database).session() as session:
        mailing_id = scene.released(session, now)

        with pytest.raises(Refused, match="mailing_stage"):
            loading.hand_in(session, scene.seat(), mailing_id, io.BytesIO(csv(people(9))), now)

        assert len(scene.addressees(session, mailing_id)) == 1
