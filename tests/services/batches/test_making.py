"""A batch holds what it says: one CSV a procedure, the case's paper, a manifest with every hash; the same for everybody."""

import csv
import hashlib
import io
import json
from datetime import datetime

from sqlalchemy import select

from portal import inbox
from portal.audit import Audit
from portal.db import Database, writing
from portal.inbox import HOUSE
from portal.pack.batches import Encoding
from portal.states import State
from services.batches.models import Batch
from tests.services.batches.town import accepted, content, equip, made, plan, unpacked


def rows(raw: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(encoding), newline="")))


def test_a_batch_holds_its_cases_and_a_manifest_that_fits(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        case = accepted(session, now)

        batch = made(session, now)

        found = unpacked(content(session, batch))
        manifest = json.loads(found["manifest.json"])
        assert (batch.state, batch.number, manifest["number"], manifest["cases"]) == ("made", 1, 1, 1)
        assert {one["path"]: one["sha256"] for one in manifest["files"]} == {
            path: hashlib.sha256(raw).hexdigest()
            for path, raw in found.items()
            if path not in ("manifest.json", "manifest.csv")
        }
        assert batch.sha256 == hashlib.sha256(found["manifest.json"]).hexdigest()
        (row,) = rows(found["data/suido_kaishi.csv"])
        assert (row["receipt_no"], row["name"], row["water_address.area"]) == (
            case.receipt_no, "見本 花子", "ひなた市本町",
        )  # fmt: skip
        assert found[row["request_pdf"]].startswith(b"%PDF")
        assert found["data/suido_kaishi.csv"].startswith(b"\xef\xbb\xbf")


def test_each_batch_names_the_one_before_it(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        accepted(session, now)
        first = made(session, now)
        accepted(session, now)

        second = made(session, now)

        assert (first.number, second.number) == (1, 2)
        assert json.loads(unpacked(content(session, second))["manifest.json"])["previous"] == first.sha256


def test_a_case_goes_once_and_its_look_is_in_the_audit(database: Database, now: datetime) -> None:
    with equip(database).session() as session:
        first, _ = accepted(session, now), made(session, now)
        second = accepted(session, now)

        batch = made(session, now)

        told = [one["receipt_no"] for one in rows(unpacked(content(session, batch))["data/suido_kaishi.csv"])]
        looked = session.scalars(select(Audit.subject_id).where(Audit.verb == "batched")).all()
        assert told == [second.receipt_no]
        assert looked == [str(first.id), str(second.id)]


def test_a_case_withdrawn_after_the_order_stays_out_and_is_named(database: Database, now: datetime) -> None:
    from services.batches.actions import ordering
    from tests.services.batches.town import make

    with equip(database).session() as session:
        stays, goes = accepted(session, now), accepted(session, now)
        batch_id = ordering.order(session, plan(), HOUSE, now)
        with writing(session):
            inbox.move(session, inbox.take_hold(session, stays.id), State.WITHDRAWN, HOUSE, now)

        make(session, now)

        batch = session.get_one(Batch, batch_id, populate_existing=True)
        found = unpacked(content(session, batch))
        assert [one["receipt_no"] for one in rows(found["data/suido_kaishi.csv"])] == [goes.receipt_no]
        assert rows(found["left-out.csv"]) == [
            {"receipt_no": stays.receipt_no, "もの": "case", "理由": "withdrawn"}
        ]
        assert batch.cases == 1


def test_what_cp932_cannot_hold_is_marked_and_listed(database: Database, now: datetime) -> None:
    own = plan(encoding=Encoding.CP932)
    with equip(database, own).session() as session:
        case = accepted(session, now, name="葛\U000e0100城 𠮷子")

        found = unpacked(content(session, made(session, now, own)))

        (row,) = rows(found["data/suido_kaishi.csv"], "cp932")
        assert row["name"] == "〓城 〓子"
        assert [
            (one["receipt_no"], one["列"], one["文字目"], one["符号位置"]) for one in rows(found["gaiji.csv"])
        ] == [
            (case.receipt_no, "name", "1", "U+845B U+E0100"),
            (case.receipt_no, "name", "4", "U+20BB7"),
        ]


def test_a_shielded_cases_address_stays_out_unless_the_plan_needs_it(
    database: Database, now: datetime
) -> None:
    needing = plan(id="needing", with_shielded=True)
    with equip(database, plan(), needing).session() as session:
        accepted(session, now, shielded=True)

        without = unpacked(content(session, made(session, now)))
        whole = unpacked(content(session, made(session, now, needing)))

        (kept,), (told,) = rows(without["data/suido_kaishi.csv"]), rows(whole["data/suido_kaishi.csv"])
        assert (kept["shielded"], kept["address_left_out"]) == ("1", "1")
        assert (kept["water_address.area"], kept["phone"], kept["email"], kept["name"]) == (
            "",
            "",
            "",
            "見本 花子",
        )
        assert (told["shielded"], told["address_left_out"], told["phone"]) == ("1", "0", "090-1234-5678")
