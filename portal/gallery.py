"""The living page of components: every macro in each of its states, made with the real forms and templates."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint
from werkzeug.datastructures import MultiDict

from forms import dictionary, procedure
from forms.step_form import StepForm, step_form
from portal.doors import open_door
from portal.i18n import page

pages = Blueprint("gallery", __name__)

A_DAY = date(2026, 11, 21)
A_MOMENT = datetime(2026, 11, 21, 5, 5, tzinfo=UTC)
STATES = ("arrived", "accepted", "review", "correction", "decided", "returned", "withdrawn", "done")
# One question of every kind: label, hint and what makes it that kind.
KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "name": ("氏名", "住民票のとおりに入力してください。", {"autocomplete": "name"}),
    "kana": ("ふりがな", "ひらがなでもカタカナでもかまいません。", {}),
    "birth": (
        "生年月日",
        "和暦でも西暦でもかまいません。例：昭和30年4月1日、1955年4月1日",
        {"autocomplete": "bday"},
    ),
    "address": ("住所", "", {"autocomplete": "address"}),
    "phone": ("電話番号", "日中につながる番号", {"autocomplete": "tel"}),
    "email": ("メールアドレス", "", {"autocomplete": "email"}),
    "date": ("使い始める日", "", {}),
    "integer": ("必要な通数", "", {"min": 1, "max": 10}),
    "number_code": ("お客様番号", "検針票の左上にある数字です。", {"digits": [7, 9]}),
    "text": ("勤め先の名前", "", {}),
    "long_text": ("伝えておきたいこと", "個人番号（マイナンバー）は書かないでください。", {}),
    "choice": ("どなたの分ですか", "", {"choices": ("本人", "同じ世帯の人", "代理の人")}),
    "choices": (
        "載せる項目",
        "必要なものだけ選んでください。",
        {"choices": ("続柄", "本籍", "世帯主の氏名")},
    ),
    "yes": ("書いた内容に間違いはありません", "", {}),
}
WRONG = {
    "wrong_name": "090-1234",
    "wrong_kana": "鈴木",
    "wrong_birth-era": "heisei",
    "wrong_birth-year": "32",
    "wrong_birth-month": "4",
    "wrong_birth-day": "1",
    "wrong_address-postcode": "321",
    "wrong_phone": "1234",
    "wrong_email": "hanako＠example.con",
    "wrong_date-era": "reiwa",
    "wrong_date-year": "8",
    "wrong_date-month": "13",
    "wrong_date-day": "1",
    "wrong_integer": "三つ",
    "wrong_number_code": "12",
    "wrong_long_text": "番号は 123456789018 です",
}
FOUND = {"found_address-postcode": "０００－００００", "found_address-search": "1"}
AREAS = ("見本県ひなた市朝日町", "見本県ひなた市夕日町")


@pages.get("/components")
@open_door
def components() -> str:
    """Everything but forms."""
    return page("components_page.html", part="parts", day=A_DAY, moment=A_MOMENT, states=STATES)


@pages.get("/components/questions")
@open_door
def questions() -> str:
    """Every kind of question as it is first shown, and an address with several areas to choose from."""
    return page("components_page.html", part="questions", form=form("plain"), found=found())


@pages.get("/components/errors")
@open_door
def errors() -> str:
    """Every kind of question with a fault."""
    wrong = form("wrong", MultiDict(WRONG))
    wrong.validate()
    return page("components_page.html", part="errors", form=wrong, errors=True)


@pages.get("/components/desk")
@open_door
def desk() -> str:
    """The same for staff."""
    return page("components_desk.html", day=A_DAY, moment=A_MOMENT, states=STATES)


def form(prefix: str, typed: MultiDict[str, str] | None = None) -> StepForm:
    """A form with one question of every kind."""
    fields = dictionary.read({f"{prefix}_{kind}": _entry(kind) for kind in KINDS})
    asks: list[object] = [*fields]
    asks[9] = {"field": f"{prefix}_text", "optional": True}
    return _made(fields, asks, typed)


def found() -> StepForm:
    """An address whose postcode stands for two areas."""
    fields = dictionary.read({"found_address": _entry("address")})
    return _made(fields, [*fields], MultiDict(FOUND))


def _made(fields: dictionary.Dictionary, asks: list[object], typed: MultiDict[str, str] | None) -> StepForm:
    shown = procedure.read("example", _procedure(asks), fields)
    made = step_form(shown, shown.steps[0], {}, fields, lookup=_areas, today=A_DAY)
    return made(formdata=typed)


def _areas(code: str) -> tuple[str, ...]:
    return AREAS


def _entry(kind: str) -> dict[str, object]:
    label, hint, more = KINDS[kind]
    entry: dict[str, object] = {"kind": kind, "label": _words(label), "sensitivity": "public", **more}
    if hint:
        entry["hint"] = _words(hint)
    if "choices" in more:
        entry["choices"] = [{"value": f"c{n}", **_words(word)} for n, word in enumerate(more["choices"])]
    return entry


def _procedure(asks: list[object]) -> dict[str, object]:
    words = _words("見本")
    step = {"key": "example", "title": words, "ask": asks}
    way = {"kind": "window", "completes": "preparation", "remains": words}
    return {
        "title": words,
        "summary": words,
        "division": "example",
        "completes": "preparation",
        "remains": words,
        "way": [way],
        "step": [step],
    }


def _words(ja: str) -> dict[str, str]:
    """Examples are shown as they are in every language: the page is for those who build with it."""
    return {"ja": ja, "easy": ja, "en": ja}
