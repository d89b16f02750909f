"""Looking for something to book by a word: every word must stand somewhere in what is said of it, in any language."""

from collections.abc import Iterator
from itertools import chain

from portal.pack.appointments import Bookable
from portal.search_forms import plain


def answers(found: Bookable, sought: str) -> bool:
    """Whether it is what somebody looks for; no word is everything."""
    wanted = _one_word(plain(sought)).split()
    if not wanted:
        return True
    # Easy Japanese is written with spaces, which nobody types.
    said = " ".join(chain.from_iterable((text, text.replace(" ", "")) for text in _said(found)))
    return all(one in _one_word(said) for one in wanted)


def _one_word(text: str) -> str:
    """健診 and 検診 sound the same, and people write either for both."""
    return text.replace("健診", "検診")


def _said(found: Bookable) -> Iterator[str]:
    words = [found.title, found.text, found.who, found.room]
    words += [one for matter in found.matters for one in (matter.title, matter.text)]
    for one in words:
        yield from map(plain, one.texts.values())
