"""The Flask side of words: which language a visitor reads, and one Jinja environment for each."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, format_decimal
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from forms import wareki
from forms.numbers import find_individual_numbers
from forms.text import displayable
from portal import days, logs
from portal.attributes import PlainInAttributes
from portal.macros import Macros
from portal.words import LANGUAGES, Catalogues, Language, Words, nearest, plain, with_ruby, without_readings
from portal.words.faults import sentence
from portal.words.refused import SENTENCES, refusal

# It stands in a link for each language, so a page would repeat a long one a dozen times.
LONGEST_HERE = 500
A_YEAR = 365 * 24 * 60 * 60


class Said(Protocol):
    """A text and the language it really is in."""

    @property
    def text(self) -> str: ...

    @property
    def lang(self) -> str: ...


class Speaking(Protocol):
    """Words of a pack: the same thing in several languages."""

    def say(self, lang: str) -> Said:
        """The text for a language, or the nearest there is."""


class Compiled(BytecodeCache):
    """Compiled templates, shared by the environments of all languages of one application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template from memory."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template in memory."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Speech:
    """What one application needs to speak: its catalogues and an environment for each of its languages."""

    def __init__(
        self, app: Flask, catalogues: Catalogues, shared: dict[str, object], *, secure: bool = False
    ) -> None:
        self.catalogues, self.secure = catalogues, secure
        self._app = app
        self._shared = shared
        self._environments: dict[tuple[str, bool], Environment] = {}

    def environment(self, words: Words) -> Environment:
        """The templates as one language reads them; no look-up is shared between languages."""
        key = (words.language.key, words.ruby)
        if key not in self._environments:
            self._environments[key] = self._make(words)
        return self._environments[key]

    def _make(self, words: Words) -> Environment:
        base = self._app.jinja_env
        environment = base.overlay()
        environment.filters = {**base.filters, "plain": plain, **_dates(words.language, ruby=words.ruby)}
        environment.globals = {
            **base.globals,
            "_": words.gettext,
            "words": words,
            "language": words.language,
            "languages": tuple(LANGUAGES.values()),
            "say": speaker(words),
            "eras": wareki.ERAS,
            "fault_text": partial(sentence, words),
            "refusal": partial(_refusal, words),
            # The frame uses a name of its own, so that a page may call something else `here`.
            "here": here,
            "page_with": here,
            **self._shared,
        }
        environment.globals["ui"] = Macros(environment)
        environment.globals["kept"] = keeper(environment)
        return environment


def init(app: Flask, catalogues: Catalogues, *, secure: bool = False, **shared: object) -> None:
    """Teach an application to speak; `shared` (such as `town`) is known to every template and macro.

    Where it is `secure`, the choice of a language is kept in cookies that no neighbour can plant.
    """
    app.jinja_env.add_extension(PlainInAttributes)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = Compiled()
    app.extensions["speech"] = Speech(app, catalogues, shared, secure=secure)
    # Flask-Babel formats numbers and days by the visitor's locale; messages take the bound look-up of their environment.
    Babel(app, locale_selector=lambda: words().language.locale, timezone_selector=lambda: "Asia/Tokyo")
    app.jinja_env.filters["number"] = number
    app.jinja_env.filters["clock"] = days.hour
    app.jinja_env.filters["displayable"] = displayable
    app.after_request(_remember)


def number(value: float | Decimal) -> str:
    """A number as the visitor's language writes it."""
    if isinstance(value, int) and words().language.complete:
        # As Babel writes it in all three of them: its tables are three megabytes of a process, its way is a hundred times as long.
        return f"{value:,}"
    return str(format_decimal(value))


def page(name: str, /, **context: Any) -> str:
    """Render a template in the visitor's language."""
    template = _speech().environment(words()).get_template(name)
    current_app.update_template_context(context)
    return template.render(context)


def gettext(message: str, /, **values: object) -> str:
    """A message in the visitor's language as plain text."""
    return words().text(message, **values)


def day(value: date, *, year: bool = True) -> Markup:
    """A day as the visitor's language writes it, as the filter of this name prints it."""
    return cast(Markup, _speech().environment(words()).filters["day"](value, year=year))


def moment(value: datetime) -> Markup:
    """A day and the time in Japan."""
    return cast(Markup, _speech().environment(words()).filters["moment"](value))


def words() -> Words:
    """The visitor's words: as asked in the address, as chosen before, or as the browser prefers."""
    found: Words | None = g.get("words")
    if found is None:
        # Plain dictionaries: Werkzeug's own pay for each name that is not there with an exception.
        asked, kept = dict(request.args.items()), dict(request.cookies.items())
        chosen = asked.get("lang") or kept.get(_cookie("lang"), "")
        key = nearest([chosen, *request.accept_languages.values()])
        ruby = asked.get("ruby") or kept.get(_cookie("ruby"))
        found = g.words = _speech().catalogues.words(key, ruby=ruby == "1")
    return found


def words_in(key: str) -> Words:
    """The words of a language, for a paper that somebody else reads."""
    return _speech().catalogues.words(key)


def speak_only(key: str) -> None:
    """This answer is in one language whoever asks: a screen in a hall has no reader of its own."""
    g.words = _speech().catalogues.words(key)


def here(**changes: str | int) -> str:
    """This page's address with other parameters; the language never travels along, nor what no page of ours may repeat."""
    kept = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key not in ("lang", "ruby", *changes)
        and len(key) + len(value) <= LONGEST_HERE
        and not find_individual_numbers(value)
    ]
    return "?" + urlencode([*kept, *changes.items()])


def speaker(words: Words) -> Callable[[Speaking | str], Markup]:
    """How a pack's words are printed in one language: readings set, another language marked."""
    language = words.language

    def say(spoken: Speaking | str) -> Markup:
        if isinstance(spoken, str):
            return escape(spoken)
        said = spoken.say(language.key)
        if not said.text:
            return Markup()
        if said.lang == "ja" and words.ruby:
            return words.gettext(said.text)
        if LANGUAGES[said.lang].tag == language.tag:
            return with_ruby(said.text)
        return Markup('<span lang="{}">{}</span>').format(LANGUAGES[said.lang].tag, said.text)

    return say


def _dates(language: Language, *, ruby: bool) -> dict[str, Callable[..., Markup]]:
    """The filters that print days; readings stand over them where the visitor wants any."""

    def printed(write: Callable[..., str]) -> Callable[..., Markup]:
        def show(value: date, *, year: bool = True) -> Markup:
            written = write(value, language, year=year)
            return with_ruby(written) if ruby or language.key == "easy" else escape(without_readings(written))

        return show

    return {"day": printed(days.day), "moment": printed(days.moment)}


def keeper(environment: Environment) -> Callable[[str], Markup]:
    """Parts of a page that are the same for everybody who reads this language: made once, as long as the process runs."""
    made: dict[str, Markup] = {}

    def kept(name: str) -> Markup:
        # The links to other languages keep a page's parameters, so a page that has some makes its own.
        if request.query_string:
            return _rendered(environment, name)
        if name not in made:
            made[name] = _rendered(environment, name)
        return made[name]

    return kept


def _rendered(environment: Environment, name: str) -> Markup:
    # A template's output is markup, its values escaped by Jinja.
    return Markup(environment.get_template(name).render())  # noqa: S704


def _refusal(words: Words, code: str, values: Mapping[str, object]) -> tuple[Markup, Markup]:
    # Whoever watches the machine is told how often people are refused what; an address cannot make up a code.
    if code in SENTENCES:
        logs.told().add(code)
    return refusal(words, code, values)


def _cookie(name: str) -> str:
    return f"__Host-{name}" if _speech().secure else name


def _speech() -> Speech:
    return cast(Speech, current_app.extensions["speech"])


def _remember(response: Response) -> Response:
    # Whoever is sent on from an address that names a language, to sign in perhaps, reads the next page in it.
    sent_on = 300 <= response.status_code < 400 and bool(request.args.get("lang"))
    if "words" not in g and not sent_on:
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    response.headers.setdefault("Content-Language", words().language.tag)
    if request.query_string and (request.args.get("lang") or request.args.get("ruby")):
        for name, value in (("lang", words().language.key), ("ruby", request.args.get("ruby"))):
            if value in ("0", "1") or (name == "lang" and request.args.get("lang")):
                response.set_cookie(
                    _cookie(name), value or "", A_YEAR, secure=_speech().secure, httponly=True,
                    samesite="Lax",
                )  # fmt: skip
    return response
