"""The mind of the bot: built by a worker when what is known changes, mapped into memory by whoever answers first."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.answers import Answer, Sure
from portal import finding
from portal.finding import Finder
from portal.log_lines import Log
from portal.meter import SHARES, Meter
from portal.opening import today
from portal.pack import Pack
from portal.settings import Settings
from services.chat.actions import opinions, trying

if TYPE_CHECKING:
    from chatbot.mind import Mind, Second
    from chatbot.mind.lesson import Lesson

FOLDER, ENCODER = "mind", "mind-encoder"
# A process looks so often whether there is another.
FRESH = 2.0
# A question of the gold set is judged: its answer is the right one.
_RIGHT = 2


class Minds:
    """The mind as one process knows it: nothing until the first question, then the newest there is."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
        opinions: "Callable[[Finder], Sequence[Second]]" = lambda _: (),
        noted: Callable[[Answer], None] = lambda _: None,
    ) -> None:
        self.folder, self._clock, self._opinions, self._noted = folder, clock, opinions, noted
        self._mind: Mind | None = None
        self._looked = -FRESH
        self._loading = threading.Lock()

    def answer(self, finder: Finder, question: str) -> Answer:
        """What the mind answers; where there is none yet, or it knows what is told no more, what the light search offers."""
        found = self._found(finder, question)
        self._noted(found)
        return found

    def _found(self, finder: Finder, question: str) -> Answer:
        mind = self._newest()
        if mind is None:
            return finder.answer(question)
        return _told(finder, question, mind.answer(question, self._opinions(finder)))

    def _newest(self) -> "Mind | None":
        if self._clock() - self._looked < FRESH:
            return self._mind
        with self._loading:
            if self._clock() - self._looked >= FRESH:
                self._mind = self._look()
                self._looked = self._clock()
        return self._mind

    def _look(self) -> "Mind | None":
        if not self.folder.is_dir():
            return None
        # It brings a dictionary of Japanese and its arrays along, which no other page needs.
        from chatbot import mind

        there = mind.version(self.folder)
        if not there or (self._mind and self._mind.version == there):
            return self._mind if there else None
        try:
            return mind.load(self.folder)
        except (OSError, ValueError, KeyError, TypeError) as broken:
            # A full disk left half of it: thrown away, so that the worker builds it again.
            mind.discard(self.folder, there)
            Log("portal.chat").error("mind_unreadable", caught=broken)
            return None


def noting(meter: Meter) -> Callable[[Answer], None]:
    """Tells whoever watches the machine how questions are answered, and how sure of it the bot is."""

    def note(found: Answer) -> None:
        meter.count("kurashi_bot_answers_total", type(found).__name__.lower())
        if isinstance(found, Sure):
            meter.observe("kurashi_bot_confidence", value=found.score, bounds=SHARES)

    return note


def folder(settings: Settings) -> Path:
    """Where a town's mind lies."""
    return settings.home / FOLDER


def build(session: Session, now: datetime) -> str:
    """Build the mind of what is told today, unless it lies there already; which one it is."""
    from chatbot import mind
    from chatbot.mind import encoder

    pack: Pack = session.info["pack"]
    settings: Settings = session.info["settings"]
    documents = finding.finder(pack, today(now)).index.documents
    opinions.embed(settings, documents)
    return mind.build(documents, folder(settings), _judged(session), encoder.opened(settings.home / ENCODER))


def answering(session: Session, pack: Pack, now: datetime, place: str) -> Callable[[str], Answer]:
    """Whoever answers by a mind of what a town tells, built in a place of its own unless it lies there.

    Models outside are not asked for their opinion, since hundreds of questions would go out for each draft.
    """
    from chatbot import mind
    from chatbot.mind import calibration, encoder

    settings: Settings = session.info["settings"]
    judged, here = _judged(session), settings.home / place
    # Building takes seconds, for which nothing stays open in the database.
    session.rollback()
    finder = finding.finder(pack, today(now))
    mind.build(finder.index.documents, here, judged, encoder.opened(settings.home / ENCODER))
    if here != folder(settings):
        calibration.keep(here, calibration.opened(folder(settings)))
    found = mind.load(here)
    return lambda question: _told(finder, question, found.answer(question))


def train(session: Session, now: datetime) -> "Lesson":
    """Train an encoder from what is told today, and use it from now on where the town's gold questions say that it helps."""
    from chatbot.mind import lesson

    settings: Settings = session.info["settings"]
    documents = finding.finder(session.info["pack"], today(now)).index.documents
    found = lesson.learn(documents, _judged(session), settings.home / ENCODER)
    build(session, now)
    return found


def _told(finder: Finder, question: str, found: Answer) -> Answer:
    """An answer that the town still gives; else what the light search offers."""
    keys = [one.key for one in getattr(found, "documents", ())] or [
        one.key for one in (getattr(found, "document", None),) if one
    ]
    return found if finder.matters.keys() >= set(keys) else finder.answer(question)


def _judged(session: Session) -> Mapping[str, Mapping[str, int]]:
    """What the town judged itself: its gold questions with what is right for each."""
    gold = trying.gold_questions(session)
    return {question: {wants: _RIGHT} for question, wants in gold.items() if wants}
