"""The administrator's pages about tokens: made and shown once, told what is missing, taken back, closed to others."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import new_id
from services.connections.models import ApiToken
from tests.services.connections.systems import LAST_DAY, system
from tests.services.desk.builders import Desk

ROOT = "/staff/connections"
MOST_BYTES = 80 * 1024
FORM: dict[str, Any] = {
    "name": "水道料金システム", "purpose": "取り込み", "divisions": ["suido"], "last_day": LAST_DAY.isoformat(),
}  # fmt: skip


def test_a_token_is_shown_once_and_opens_the_api(own: Desk) -> None:
    boss = own.seat("administrator", division="joho")
    form = {**FORM, "once": str(new_id())}

    made = boss.post(f"{ROOT}/tokens/new", **form)
    token = re.findall(r"kmado_[\w-]{43}", made.text)[0]
    again = boss.post(f"{ROOT}/tokens/new", **form)

    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    answer = own.app.test_client().get("/api/v1/cases", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert again.status_code == 409
    page = boss.get(ROOT)
    assert "水道料金システム" in page.text
    assert token not in page.text + again.text
    assert len(page.data) < MOST_BYTES
    assert len(boss.get(f"{ROOT}/tokens/new").data) < MOST_BYTES


def test_what_is_missing_is_told_and_what_was_typed_is_kept(own: Desk) -> None:
    boss = own.seat("administrator", division="joho")

    answer = boss.post(f"{ROOT}/tokens/new", name="料金", purpose="", once=str(new_id()))

    assert answer.status_code == 422
    assert 'value="料金"' in answer.text
    assert "課を1つ以上選んでください。" in answer.text
    with own.session() as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_a_revoked_token_is_refused_at_once(own: Desk) -> None:
    asker, boss = system(own), own.seat("administrator", division="joho")
    assert asker.get("/cases").status_code == 200

    answer = boss.post(f"{ROOT}/tokens/{asker.token_id}/revoke")

    assert answer.status_code == 303
    assert asker.get("/cases").status_code == 401
    assert "取り消し済み" in boss.get(ROOT).text
    assert boss.post(f"{ROOT}/tokens/{new_id()}/revoke").status_code == 404


def test_the_audit_tells_which_system_read(own: Desk) -> None:
    asker, boss = system(own), own.seat("administrator", division="joho")
    asker.get("/cases")
    mark = f"…{str(asker.token_id)[-12:]}"

    assert f'外部のシステム <span class="faint">{mark}' in boss.get("/staff/audit").text
    assert mark in boss.get(ROOT).text


@pytest.mark.parametrize("role", ["counter", "worker", "approver", "editor", "monitor", "accountant"])
def test_only_an_administrator_lets_systems_in(own: Desk, role: str) -> None:
    seat, asker = own.seat(role), system(own)

    assert seat.get(ROOT).status_code == 403
    assert seat.get(f"{ROOT}/tokens/new").status_code == 403
    assert seat.post(f"{ROOT}/tokens/{asker.token_id}/revoke").status_code == 403
    assert asker.get("/cases").status_code == 200
