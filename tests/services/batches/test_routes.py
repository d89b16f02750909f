"""The pages of batches: what each shows and does, and whom it keeps out."""

import hashlib
import io
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.audit import Audit
from portal.states import State
from portal.worker import Worker
from services.batches.models import Batch, BatchTaking
from tests.services.batches.town import unpacked
from tests.services.desk.builders import Desk, Seat

PLAN = "/staff/batches/plans/suido_kyusui"
MOST_BYTES = 80 * 1024


def ordered(town: Desk, clerk: Seat, *, made: bool = True) -> tuple[str, str]:
    """A batch of one case by the page's own button; its address and the case's receipt number."""
    case_id = town.filed(State.ACCEPTED)
    answer = clerk.post(PLAN)
    assert answer.status_code == 303
    if made:
        Worker(town.app.extensions["house"]).drain()
    return str(answer.location), town.case(case_id).receipt_no


def batch_id(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])


def brought(clerk: Seat, text: str) -> str:
    answer = clerk.post("/staff/batches/results", file=(io.BytesIO(text.encode()), "kekka.csv"))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_the_list_offers_what_waits_and_shows_what_went(own: Desk) -> None:
    clerk = own.seat()
    own.filed(State.ACCEPTED)

    before = clerk.get("/staff/batches").text
    path, _ = ordered(own, clerk)
    after = clerk.get("/staff/batches")

    assert "水道料金システム" in before
    assert f'action="{PLAN}"' in before
    assert f'action="{PLAN}"' not in after.text
    assert "取得待ち" in after.text
    assert path in after.text
    assert len(after.data) < MOST_BYTES


def test_a_batch_is_taken_as_it_was_made_however_often(town: Desk) -> None:
    clerk = town.seat()
    path, receipt_no = ordered(town, clerk)

    first, second = (clerk.post(f"{path}/take") for _ in range(2))

    assert first.status_code == 200
    assert first.mimetype == "application/zip"
    assert first.data == second.data
    assert f"cases/{receipt_no}/request.pdf" in unpacked(first.data)
    with town.session() as session:
        batch = session.get_one(Batch, batch_id(path))
        takings = session.scalars(select(BatchTaking.staff_id).where(BatchTaking.batch_id == batch.id)).all()
        audited = session.scalars(
            select(Audit.actor_id).where(Audit.verb == "took", Audit.subject_id == str(batch.id))
        ).all()
        assert batch.zip_sha256 == hashlib.sha256(first.data).hexdigest()
    assert takings == [clerk.id, clerk.id]
    assert audited == [str(clerk.id), str(clerk.id)]
    assert "見本 太郎" in clerk.get(path).text


def test_a_batch_that_is_not_made_yet_is_refused(own: Desk) -> None:
    clerk = own.seat()
    path, _ = ordered(own, clerk, made=False)

    answer = clerk.post(f"{path}/take")

    assert answer.status_code == 409
    assert "まだ作っているところです" in answer.text
    assert clerk.get(path).status_code == 200


def test_nothing_to_hand_over_is_refused(own: Desk) -> None:
    answer = own.seat().post(PLAN)

    assert answer.status_code == 409
    assert "渡す申し込みがありません" in answer.text


def test_another_divisions_batches_are_not_there(town: Desk) -> None:
    path, _ = ordered(town, town.seat())
    stranger = town.seat(division="zeimu")

    answers = [stranger.get(path), stranger.post(f"{path}/take"), stranger.post(PLAN)]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert path not in stranger.get("/staff/batches").text


@pytest.mark.parametrize(
    "path", ["/staff/batches", "/staff/batches/results", f"/staff/batches/{UUID(int=7)}"]
)
def test_who_only_stands_at_the_counter_is_kept_out(town: Desk, path: str) -> None:
    assert town.seat("counter").get(path).status_code == 403
    assert town.app.test_client().get(path).status_code == 303


def test_a_result_is_looked_at_before_it_moves_anything(town: Desk) -> None:
    clerk = town.seat()
    path, receipt_no = ordered(town, clerk)
    clerk.post(f"{path}/take")

    result = brought(
        clerk,
        f"受付番号,状態,日付,文書番号\r\n{receipt_no},完了,2026-11-20,水12\r\nXXXX,完了,2026-11-20,\r\n",
    )
    preview = clerk.get(result).text
    moved = clerk.post(result)

    assert "2行のうち1行を反映できます" in preview
    assert "受付番号が正しくない" in preview
    assert moved.status_code == 303
    assert "2行のうち1行を反映しました" in clerk.get(result).text
    case_id = re.findall(r'href="/staff/cases/([0-9a-f-]{36})"', preview)[0]
    assert town.case(UUID(case_id)).state == State.DONE
    history = clerk.get(f"/staff/cases/{case_id}").text
    assert "庁内の結果を反映" in history
    assert "水12" in history
    assert path in history


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("受付番号,状態\r\nA,B\r\n", "書いてください：日付"),
        ("受付番号,状態,日付\r\n", "行がありません"),
        ("", "列が足りません"),
    ],
)
def test_a_file_that_is_no_result_is_refused_on_its_own_page(town: Desk, text: str, words: str) -> None:
    answer = town.seat().post("/staff/batches/results", file=(io.BytesIO(text.encode()), "x.csv"))

    assert answer.status_code == 422
    assert words in answer.text
    assert 'type="file"' in answer.text


def test_another_divisions_results_are_not_there(town: Desk) -> None:
    result = brought(town.seat(), "受付番号,状態,日付\r\nXXXX,完了,2026-11-20\r\n")
    stranger = town.seat(division="zeimu")

    assert stranger.get(result).status_code == 404
    assert stranger.post(result).status_code == 404
