"""指さしカード: short sentences for a counter in the pack's languages, at which two people point who share none."""

from dataclasses import dataclass

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording
from portal.pack.lists import PackFault
from portal.pack.toml import Document

FILE = "pointing.toml"


@dataclass(frozen=True)
class Topic:
    """Sentences that belong together, in the order in which they are needed."""

    title: Wording
    cards: tuple[Wording, ...]


def read(document: Document, known: tuple[Topic, ...]) -> tuple[tuple[Topic, ...], list[PackFault]]:
    """A file's topics after those known already: the nationwide ones, then the town's own."""
    broken: list[Broken] = []
    whole = Table(document.mapping, "", broken)
    topics = tuple(_topic(entry) for entry in whole.tables("topic"))
    whole.finish()
    return (*known, *topics), [document.fault(one.path, one.message) for one in broken]


def _topic(table: Table) -> Topic:
    title = table.wording("title", needed=True)
    cards = tuple(_card(entry) for entry in table.tables("card"))
    if not cards:
        table.fault("card", "カードがありません")
    table.finish()
    return Topic(title, cards)


def _card(table: Table) -> Wording:
    words = table.wording("words", needed=True)
    table.finish()
    return words
