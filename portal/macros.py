"""The macros of templates/components under one name, `ui`; what they print alike for everybody is printed once a language."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from jinja2 import Environment
from markupsafe import Markup

COMPONENTS = "components/"
# They print nothing but their words, which are a catalogue's or a pack's.
ALIKE = (
    "button",
    "completes",
    "contact",
    "icon",
    "mark",
    "progress",
    "shape",
    "state",
    "state_means",
    "status",
)
# All the words of a language fit, and all the questions of a town; a flood of odd ones starts anew.
MOST_WORDS, MOST_QUESTIONS = 1000, 4000

Macro = Callable[..., Markup]


class Question(Protocol):
    """A field of a step form, as far as it must be known here."""

    name: str
    ask: object

    @property
    def untouched(self) -> bool:
        """Whether nothing was answered yet, and nothing is to be said about it."""


class Macros:
    """Every macro, read when the first page needs one."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = _read(self._environment)
        found.update({key: lru_cache(MOST_WORDS, typed=True)(found[key]) for key in ALIKE})
        found["field"] = _asked_once(found["field"])
        self.__dict__.update(found)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None


def _read(environment: Environment) -> dict[str, Macro]:
    files = environment.list_templates(filter_func=lambda known: known.startswith(COMPONENTS))
    modules = [vars(environment.get_template(file).module) for file in files]
    return {key: value for found in modules for key, value in found.items() if not key.startswith("_")}


def _asked_once(macro: Macro) -> Macro:
    """Before anybody has answered, a question looks the same for everybody: most pages of a form are made of such."""
    # The question itself is kept beside what was printed of it, so that no other can come to stand at its address.
    kept: dict[tuple[int, str], tuple[object, Markup]] = {}

    def field(question: Question) -> Markup:
        if not question.untouched:
            return macro(question)
        place = (id(question.ask), question.name)
        if place not in kept:
            if len(kept) >= MOST_QUESTIONS:
                kept.clear()
            kept[place] = (question.ask, macro(question))
        return kept[place][1]

    return field
