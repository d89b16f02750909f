"""No building can be named like another page of the room: the list of such names is held against the routes themselves."""

from typing import TYPE_CHECKING

from portal.pack.buildings import ADDRESSES

if TYPE_CHECKING:
    from flask import Flask


def test_every_first_word_below_reservations_is_kept_from_buildings(app: "Flask") -> None:
    words = {
        rule.rule.split("/")[2]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/reservations/") and "<" not in rule.rule.split("/")[2]
    }

    assert "mine" in words
    assert words <= ADDRESSES
