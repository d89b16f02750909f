"""お知らせの受け取り方: mail, LINE, telephone, post or FAX, offered as far as the answers allow; nobody needs an e-mail address."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms.dictionary import Dictionary
from forms.procedure import Ask, Procedure, Step
from forms.wording import Wording
from portal import notify

KEY, FAX = "reply_by", "fax"
TITLE = Wording(
    {
        "ja": "お知らせの受け取り方",
        "easy": "お知らせの もらいかた",
        "en": "How we should answer",
    }
)
# LINE is offered as soon as `notify` knows somebody's account, which nothing tells it yet.
# In this order the first that is possible is taken where nobody chooses: what reaches somebody soonest.
ORDER = ("mail", "line", "phone", "post", "fax")


def offered(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The ways there are to reach whoever answered; none at all where they gave no name and no contact."""
    ways = set(notify.reach_in({**answers, KEY: None}).ways)
    # A FAX number belongs to this choice alone, so it is asked with it.
    found = tuple(one for one in ORDER if notify.WISHES[one] in ways)
    return (*found, "fax") if found else ()


def chosen(answers: Mapping[str, Any]) -> str:
    """The way that stands: the one somebody chose, as long as it is still possible, else the soonest."""
    ways, wish = offered(answers), str(answers.get(KEY) or "")
    return wish if wish in ways else next(iter(ways), "")


def kept(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What of the choice goes into the case, where the procedure did not ask for it itself."""
    wish = answers.get(KEY)
    if procedure.ask(KEY) or wish not in offered(answers):
        return {}
    return {KEY: wish, FAX: answers.get(FAX)} if wish == "fax" else {KEY: wish}


def step(dictionary: Dictionary, ways: tuple[str, ...]) -> Step:
    """The page that asks, with only what is possible on it."""
    field, fax = dictionary.fields[KEY], dictionary.fields[FAX]
    choices = tuple(one for one in field.choices if one.value in ways)
    asks = (Ask(replace(field, choices=choices)), Ask(fax, optional=True))
    # A form's class is kept under its step's name, so each set of choices has one of its own.
    return Step(key=f"reply-by-{'-'.join(ways)}", title=TITLE, asks=asks)
