"""/staff/notices: what was written, for whom, what it costs, who lets it out, what became of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import i18n, testers
from portal.audiences import AGES, Audience
from portal.doors import db, house, now, staff, staff_door
from portal.opening import TOKYO
from portal.people import staff_names
from portal.words import LANGUAGES, Language
from services.notices.actions import alerts, composing, forecasting, sending, testing
from services.notices.actions.reach import RELEASE, WRITE
from services.notices.models import Notice
from services.notices.routes import typed
from services.notices.routes.frame import shown
from services.notices.rules import repeating, shaping
from services.notices.rules.stages import (
    REPEATS,
    STOPPABLE,
    TONES,
    TURN_WORDS,
    WHY,
    WHY_ELSE,
    WORDS,
    Stage,
    Turn,
)
from services.notices.rules.writing import BODY, LANGS, TITLE, Written, faults

ROOT = "/staff/notices"
_PREVIEWS = ("ja", "easy", "en")


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    one = f"{ROOT}/<uuid:notice_id>"
    blueprint.get(ROOT, endpoint="staff_index")(index)
    blueprint.route(f"{ROOT}/new", methods=["GET", "POST"], endpoint="new")(new)
    blueprint.get(one, endpoint="staff_one")(page)
    blueprint.route(f"{one}/edit", methods=["GET", "POST"], endpoint="edit")(edit)
    for name, view in (("ask", ask), ("back", back), ("cancel", cancel), ("test", test)):
        blueprint.post(f"{one}/{name}", endpoint=name)(view)
    blueprint.post(f"{one}/release", endpoint="release")(release)
    blueprint.get(f"{ROOT}/mails", endpoint="mails")(mails)
    blueprint.route(f"{ROOT}/testers", methods=["GET", "POST"], endpoint="testers")(reading_first)


@staff_door(WRITE)
def index() -> str:
    """What waits for somebody first, then the newest."""
    found = composing.listed(db())
    return shown(
        "notices/staff/index.html",
        found=found,
        who=staff_names(db(), frozenset(one.written_by for one in found if one.written_by)),
        month=forecasting.month(db()),
        everybody=forecasting.readers(db(), Audience()),
        done=request.args.get("done", ""),
        **_words(),
    )


@staff_door(WRITE)
def new() -> str | Response | tuple[str, int]:
    """A first draft."""
    return _write(None, Written({}, {}))


@staff_door(WRITE)
def edit(notice_id: UUID) -> str | Response | tuple[str, int]:
    """A draft once more."""
    return _write(notice_id, typed.of(composing.find(db(), notice_id)))


def _write(notice_id: UUID | None, known: Written) -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _form(notice_id, known, ())
    told = typed.read(house().pack)
    if wrong := faults(told, now()):
        return _form(notice_id, told, wrong), 422
    if request.form.get("step") == "count":
        return _form(notice_id, told, ())
    kept = composing.write(db(), staff(), told, notice_id, now())
    return redirect(url_for("notices.staff_one", notice_id=kept, done="kept"), 303)


def _form(notice_id: UUID | None, told: Written, wrong: tuple[str, ...]) -> str:
    pack, first = house().pack, told.first_at.astimezone(TOKYO) if told.first_at else None
    audience = told.audience
    districts = [(one.key, Wording(one.name)) for one in pack.collections.districts]
    categories = [(one.key, one.title) for one in pack.notices.categories]
    ages = [(key, i18n.gettext(said)) for key, said in AGES.items()]
    return shown(
        "notices/staff/write.html",
        told=told,
        wrong=wrong,
        errors=bool(wrong),
        here_is=url_for("notices.edit", notice_id=notice_id) if notice_id else url_for("notices.new"),
        limits=(TITLE, BODY),
        day=f"{first:%Y-%m-%d}" if first else "",
        hour=f"{first:%H:%M}" if first else "",
        category_options=[
            ("", i18n.gettext("なし")),
            *((key, i18n.speaker(i18n.words())(title)) for key, title in categories),
        ],
        repeats=[(key, i18n.gettext(said)) for key, said in REPEATS.items()],
        districts=_ticks("districts", districts, audience.districts),
        categories=_ticks("categories", categories, audience.categories),
        ages=_ticks("ages", ages, audience.ages),
        languages_asked=_ticks(
            "languages", [(one.key, _called(one)) for one in LANGUAGES.values()], audience.languages
        ),
        cost=forecasting.cost(db(), audience, urgent=told.urgent),
    )


def _called(language: Language) -> Wording | str:
    """What a language calls itself; marked as Japanese where it is, for whoever reads the page in English."""
    return Wording({"ja": language.name}) if language.tag.startswith("ja") else language.name


@staff_door(WRITE)
def page(notice_id: UUID) -> str:
    """One notice: its words as LINE shows them, its cost, its times and what became of them."""
    notice = composing.find(db(), notice_id)
    audience = composing.audience_of(notice)
    people = frozenset(one for one in (notice.written_by, notice.released_by) if one)
    stage = Stage(notice.stage)
    return shown(
        "notices/staff/one.html",
        notice=notice,
        audience=audience,
        parts=_parts(audience),
        previews=[_preview(notice, lang) for lang in _PREVIEWS],
        cost=forecasting.cost(db(), audience, urgent=notice.urgent),
        turns=forecasting.turns(db(), notice),
        times=repeating.turns(notice.first_at or now(), notice.repeats, notice.until)
        if notice.repeats
        else 1,
        who=staff_names(db(), people),
        may_release=staff().may(RELEASE) and notice.written_by != staff().id,
        stoppable=stage in STOPPABLE,
        testers=len(testers.every(db())),
        category=house().pack.notices.title(notice.category) if notice.category else None,
        done=request.args.get("done", ""),
        **_words(),
    )


def _preview(notice: Notice, lang: str) -> dict[str, Any]:
    words = house().words.words(lang)
    said = shaping.text(notice.title, notice.body, words)
    return {
        "name": LANGUAGES[lang].name,
        "said": said,
        "press": shaping.press_of(words),
        "lang": LANGUAGES[lang].tag,
        "real": "en" if said.lang == "en" else "ja",
    }


@staff_door(WRITE)
def ask(notice_id: UUID) -> Response:
    """Send it, or ask somebody to let it out."""
    return _back(notice_id, composing.ask(db(), staff(), notice_id, now()).value)


@staff_door(RELEASE)
def release(notice_id: UUID) -> Response:
    """Let it out."""
    composing.release(db(), staff(), notice_id, now())
    return _back(notice_id, "released")


@staff_door(WRITE)
def back(notice_id: UUID) -> Response:
    """Make it a draft again."""
    composing.back(db(), staff(), notice_id, now())
    return _back(notice_id, "back")


@staff_door(WRITE)
def cancel(notice_id: UUID) -> Response:
    """Call it off."""
    composing.cancel(db(), staff(), notice_id, now())
    return _back(notice_id, "cancelled")


@staff_door(WRITE)
def test(notice_id: UUID) -> Response:
    """Send it to those who read first."""
    sending.test(db(), composing.find(db(), notice_id), now())
    return _back(notice_id, "tested")


@staff_door(WRITE)
def mails() -> str:
    """What was decided of each mail of 防災メール, and why."""
    return shown(
        "notices/staff/mails.html", found=alerts.seen(db()), listed=house().pack.notices.alerts,
        folder=house().settings.alert_folder,
    )  # fmt: skip


@staff_door(WRITE)
def reading_first() -> str:
    """Who reads before others do, and a code for oneself."""
    code = ""
    if request.method == "POST":
        if request.form.get("what") == "leave":
            testing.leave(db(), staff(), now())
        else:
            code = testing.give(db(), staff(), now())
    people = [one for one, _, _ in testers.every(db())]
    return shown(
        "notices/staff/testers.html",
        code=code,
        people=sorted(staff_names(db(), frozenset(people)).values()),
        mine=staff().id in people,
        has_line=house().settings.line,
    )


def _parts(audience: Audience) -> list[tuple[str, list[Any]]]:
    pack = house().pack
    named = {one.key: Wording(one.name) for one in pack.collections.districts}
    found: list[tuple[str, list[Any]]] = [
        (i18n.gettext("地区"), [named.get(key, Wording({"ja": key})) for key in audience.districts]),
        (i18n.gettext("分野"), [pack.notices.title(key) for key in audience.categories]),
        (i18n.gettext("年代"), [i18n.gettext(AGES[key]) for key in audience.ages if key in AGES]),
        (i18n.gettext("言語"), [LANGUAGES[key].name for key in audience.languages if key in LANGUAGES]),
    ]
    return [(name, values) for name, values in found if values]


def _ticks(name: str, offered: list[tuple[str, Any]], chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"id": f"{name}-{key}", "value": key, "label": label, "selected": key in chosen}
        for key, label in offered
    ]


def _words() -> dict[str, Any]:
    return {
        "stage_word": lambda one: i18n.gettext(WORDS[Stage(one)]),
        "stage_tone": lambda one: TONES[Stage(one)],
        "turn_word": lambda one: i18n.gettext(TURN_WORDS[Turn(one)]),
        "why": lambda code: i18n.gettext(WHY.get(code, WHY_ELSE)),
        "repeat_word": lambda one: i18n.gettext(REPEATS[one]),
        "langs": LANGS,
    }


def _back(notice_id: UUID, done: str) -> Response:
    return redirect(url_for("notices.staff_one", notice_id=notice_id, done=done), 303)
