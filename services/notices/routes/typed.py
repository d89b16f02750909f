"""What was typed into the form of a notice."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import request

from portal.audiences import AGES, Audience
from portal.opening import TOKYO
from portal.pack import Pack
from portal.words import LANGUAGES
from services.notices.models import Notice
from services.notices.rules.stages import REPEATS
from services.notices.rules.writing import LANGS, Written


def read(pack: Pack) -> Written:
    """The form; a choice that is not offered is left out, a day that is none is no day."""
    form = request.form
    categories = {one.key for one in pack.notices.categories}
    return Written(
        title={lang: " ".join(form.get(f"title_{lang}", "").split()) for lang in LANGS},
        body={lang: form.get(f"body_{lang}", "").replace("\r", "").strip() for lang in LANGS},
        category=form.get("category", "") if form.get("category", "") in categories else "",
        link=form.get("link", "").strip(),
        audience=Audience(
            districts=_some("districts", {one.key for one in pack.collections.districts}),
            categories=_some("categories", categories),
            ages=_some("ages", AGES),
            languages=_some("languages", LANGUAGES),
        ),
        urgent=form.get("urgent") == "yes",
        first_at=_moment(form.get("day", ""), form.get("hour", "")),
        repeats=form.get("repeats", "") if form.get("repeats", "") in REPEATS else "",
        until=_day(form.get("until", "")),
    )


def of(notice: Notice) -> Written:
    """A notice as its form shows it."""
    return Written(
        notice.title, notice.body, notice.category, notice.link, Audience.read(notice.audience), notice.urgent,
        notice.first_at, notice.repeats, notice.until,
    )  # fmt: skip


def _some(name: str, known: Mapping[str, Any] | set[str]) -> tuple[str, ...]:
    return tuple(one for one in request.form.getlist(name) if one in known)


def _moment(day: str, hour: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day}T{hour or '09:00'}").replace(tzinfo=TOKYO)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
