"""What tells how sure a find is: how much of the question is known here, and how well the best fits, on scales of no one town."""

from typing import Any

import numpy as np

from chatbot.mind.looking import Index, Look, best

NAMES = (
    "known",
    "said",
    "title",
    "whole",
    "told",
    "words",
    "plain",
    "letters",
    "ahead",
    "third",
    "top",
    "best_title",
)

# Words that ask and name nothing, as the cutter leaves them: how much, which fee, when, today.
_ASKING = frozenset(
    [
        "幾",
        "料金",
        "手数",
        "費用",
        "値段",
        "金額",
        "必要",
        "方法",
        "仕方",
        "手続",
        "期限",
        "時間",
        "今日",
        "明日",
        "場所",
        "窓口",
        "電話",
        "番号",
    ]
)


def signals(index: Index, look: Look, first: int | None = None) -> Any:
    """The signals of a question that was looked up, in the order of NAMES; `first` is what is shown first, if not the best here."""
    order = best(look.together, 3)
    shown = int(order[0]) if first is None else first
    rarity = {word: index.words.rarity(word) for word in look.own}
    asked = sum(rarity.values()) or 1.0
    here = sum(value for word, value in rarity.items() if word in index.words.words)
    # A question of one word is met by one word: the weight of an unknown one beside it keeps that from being certain.
    whole = asked + index.words.rarity("")
    earned, scores = look.earned, look.together[order]
    deviation = float(look.together.std()) or 1.0
    return np.array(
        [
            here / asked,
            sum(value for word, value in rarity.items() if index.words.holds(word, shown)) / asked,
            earned["title"].max(),
            earned["whole"].max(),
            earned["told"][shown],
            earned["words"][shown] / whole,
            earned["plain"][shown] / whole,
            float(look.standing["letters"][shown]) / 10,
            _ahead(scores, 1) / deviation,
            _ahead(scores, 2) / deviation,
            float(scores[0] - look.together.mean()) / deviation / 10,
            earned["title"][shown],
        ],
        dtype=np.float64,
    )


def speaks_of_it(index: Index, look: Look, shown: int) -> bool:
    """Whether a document holds the rarest words of a question, or what they may mean.

    What a question is about stands in the word that few documents hold: an answer without it is to something like it.
    """
    asked = {word: index.words.rarity(word) for word in look.own if word not in _ASKING}
    most = max(asked.values(), default=0.0)
    return all(
        any(index.words.holds(meant, shown) for meant in index.sayings.expand({word: 1.0}, word))
        for word, rarity in asked.items()
        if rarity >= most
    )


def _ahead(scores: Any, place: int) -> float:
    return float(scores[0] - scores[place]) if len(scores) > place else 0.0
