"""What is tried before anything is published: gold questions and what people asked lately, answered by two who know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from chatbot.answers import Answer, Choices, Sure
from services.chat.models import GoldQuestion, Question

# Whoever answers: the bot as it is, or as it would be.
Answerer = Callable[[str], Answer]

# So many of the questions asked last are tried again; each once, however often it was asked.
RECENT = 300
GOLD, ASKED = "gold", "asked"


@dataclass(frozen=True)
class Reply:
    """How a question is answered: surely, by a few choices, or not at all; the first key is what counts."""

    how: str
    keys: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """What is shown first."""
        return self.keys[0] if self.keys else ""

    def right(self, wants: str) -> bool:
        """Whether it is what the town wants answered: the right thing first, or nothing where nothing should be."""
        return self.first == wants if wants else self.how != "sure"


@dataclass(frozen=True)
class Flip:
    """A question that will be answered otherwise."""

    source: str
    question: str
    before: Reply
    after: Reply
    wants: str | None = None

    @property
    def verdict(self) -> str:
        """Better or worse where the right answer is known; else it is for a person to judge."""
        if self.wants is None:
            return "changed"
        was, will = self.before.right(self.wants), self.after.right(self.wants)
        return "changed" if was == will else "better" if will else "worse"


@dataclass(frozen=True)
class Tried:
    """What came of trying a draft."""

    asked: int
    gold: int
    right_before: int
    right_after: int
    flips: tuple[Flip, ...]

    @property
    def worse(self) -> int:
        """How many questions of known answer will be answered wrongly that are answered rightly now."""
        return sum(1 for one in self.flips if one.verdict == "worse")


def compared(gold: Mapping[str, str], recent: Sequence[str], before: Answerer, after: Answerer) -> Tried:
    """Ask both everything."""
    asked = [text for text in recent if text not in gold]
    every = [(GOLD, text, wants) for text, wants in gold.items()] + [(ASKED, text, None) for text in asked]
    flips = [
        Flip(source, text, _reply(before(text)), _reply(after(text)), wants) for source, text, wants in every
    ]
    return Tried(
        asked=len(asked),
        gold=len(gold),
        right_before=sum(1 for one in flips if one.wants is not None and one.before.right(one.wants)),
        right_after=sum(1 for one in flips if one.wants is not None and one.after.right(one.wants)),
        flips=tuple(sorted((one for one in flips if one.before != one.after), key=_order)),
    )


def gold_questions(session: Session) -> Mapping[str, str]:
    """The questions of which the right answer is known."""
    found = select(GoldQuestion.question, GoldQuestion.wants).order_by(GoldQuestion.id)
    return dict(session.execute(found).all())


def recent(session: Session) -> Sequence[str]:
    """What was asked last, masked as it is kept, each once."""
    wanted = select(Question.text).where(Question.text != "").order_by(Question.at.desc()).limit(RECENT * 3)
    return tuple(dict.fromkeys(session.scalars(wanted)))[:RECENT]


def _reply(answer: Answer) -> Reply:
    match answer:
        case Sure(document):
            return Reply("sure", (document.key,))
        case Choices(documents):
            return Reply("choices", tuple(one.key for one in documents))
        case _:
            return Reply("unknown")


def _order(flip: Flip) -> tuple[int, str]:
    return (("worse", "changed", "better").index(flip.verdict), flip.question)
