"""Drafts of the sample town for tests, with full defaults."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import Database
from portal.pack import Pack
from portal.vault import Vault
from services.applications.actions import drafts
from services.applications.actions.drafts import Open
from tests.portal.cases import ANSWERS, hinata

HOLDER = b"\x01" * 32
STRANGER = b"\x02" * 32
# The request for a residence record, as its online way asks it; the sample card is hers.
RESIDENCE: dict[str, Any] = {
    "applicant_in_household": "self",
    "name": "見本 花子",
    "birth_date": "1955-04-01",
    "residence_copy_scope": "one",
    "residence_copy_members": None,
    "household_head_name": None,
    "show_relation": "hide",
    "show_domicile": "hide",
    "show_residence_status": None,
    "copies": 1,
    "purpose": None,
    "submit_to": None,
}


def furnished(database: Database, pack: Pack | None = None) -> Database:
    """A database whose sessions carry what the shell hands in."""
    vault = Vault({"test": b"\x07" * 32}, "test")
    database.info.update(vault=vault, pack=pack or hinata(), hear={}, base_url="http://127.0.0.1:8000")
    return database


def water_answers(**changes: Any) -> dict[str, Any]:
    """Every question of the water notification answered."""
    return {**ANSWERS, **changes}


def a_draft(
    session: Session, now: datetime, procedure: str = "suido_kaishi", way: str = "online", **changes: Any
) -> UUID:
    """A draft with all its answers, held by HOLDER."""
    found = hinata().procedure(procedure)
    chosen = found.way(way)
    assert chosen is not None
    answers = {**water_answers(), **changes}
    answers.pop("way")
    return drafts.begin(session, found, chosen, answers, HOLDER, "ja", now)


def opened(session: Session, draft_id: UUID, now: datetime, holder: bytes = HOLDER) -> Open:
    """The draft as a route would find it."""
    found = drafts.find(session, draft_id, [holder], hinata(), now)
    assert found is not None
    return found
