"""指さしカード: a page to point at, in Japanese and one other language of the pack."""

from flask import Blueprint, request

from portal.doors import house, staff_door
from portal.words import LANGUAGES
from services.window.routes.staff_frame import shown
from services.window.rules.serving import SERVE

# Whoever comes without a choice reads English beside Japanese; やさしい日本語 is one of the languages to choose.
FIRST = "en"


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/staff/window/phrases", endpoint="pointing")(pointing)


@staff_door(SERVE)
def pointing() -> str:
    """Every sentence, the other language large and Japanese below it."""
    asked = request.args.get("to", "")
    to = asked if asked in LANGUAGES and asked != "ja" else FIRST
    topics = [
        {
            "title": topic.title,
            "cards": [(card.texts.get(to, card.texts["en"]), card.texts["ja"]) for card in topic.cards],
        }
        for topic in house().pack.pointing
    ]
    return shown(
        "window/pointing.html",
        topics=topics,
        to=LANGUAGES[to],
        tongues=[one for one in LANGUAGES.values() if one.key != "ja"],
    )
