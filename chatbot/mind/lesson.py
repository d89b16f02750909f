"""A lesson: trains an encoder from a town's own texts, and keeps it only where the town's own questions say that it helps."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from chatbot import exam
from chatbot.documents import Document
from chatbot.exam import Judged, Sheet
from chatbot.mind import encoder
from chatbot.mind.encoder import Encoder
from chatbot.mind.mind import build, load
from chatbot.mind.training import trained

# With fewer questions of known answer than this nothing can be said, and with less of a gain nothing has changed.
ENOUGH, GAIN = 20, 0.005


@dataclass(frozen=True)
class Lesson:
    """What came of it: nDCG of the town's questions before and after, and whether the encoder is used from now on."""

    questions: int
    before: float = 0.0
    after: float = 0.0
    kept: bool = False


def learn(documents: Sequence[Document], judged: Judged, folder: Path) -> Lesson:
    """Train, try, and keep or throw away; what was kept before goes where the new one does not help."""
    asked = {question: grades for question, grades in judged.items() if any(grades.values())}
    if len(asked) < ENOUGH:
        return Lesson(len(asked))
    sheet = Sheet(tuple(documents), {question: question for question in asked}, asked)
    with TemporaryDirectory() as place:
        # Without what the town judged, which would answer its own questions from memory.
        before = _earned(sheet, Path(place))
        made = taught(documents, Path(place))
        after = _earned(sheet, Path(place), made)
    kept = after >= before + GAIN
    if kept:
        encoder.keep(folder, made)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return Lesson(len(asked), before, after, kept)


def taught(documents: Sequence[Document], place: Path) -> Encoder:
    """An encoder of some documents; the mind it begins with is built in a folder."""
    build(documents, place)
    return trained(load(place).index, documents)


def _earned(sheet: Sheet, place: Path, made: Encoder | None = None) -> float:
    build(sheet.documents, place, None, made)
    mind = load(place)
    marks, _ = exam.sit(
        sheet, lambda asked, most: [(hit.document.key, hit.score) for hit in mind.rank(asked, most)]
    )
    return marks.ndcg
