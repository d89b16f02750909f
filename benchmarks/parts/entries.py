"""Made-up entries of a town, as many as wanted, asked in a process of their own: python -m benchmarks.parts.entries WHAT COUNT FOLDER."""

import json
import random
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from chatbot.documents import Document

SEED = 20261121
ASPECTS = (
    "の手続を知りたい",
    "はどこでできますか",
    "の費用はいくらですか",
    "に必要なものは何ですか",
    "はいつまでですか",
    "を変更したい",
    "の相談をしたい",
    "をやめたい",
)
QUESTIONS = 300
# The first questions read pages of the dictionary that later ones find read.
WARMING = 20


def entries(count: int) -> list[Document]:
    """Entries about what the lexicon names, each with a long answer of such words."""
    chance, terms = random.Random(SEED), _words()[0]  # noqa: S311 (the same entries each time)
    return [
        Document(
            str(number),
            "faq",
            (f"{chance.choice(terms)}と{chance.choice(terms)}{chance.choice(ASPECTS)}",),
            (
                "。".join(
                    f"{chance.choice(terms)}は{chance.choice(terms)}へ届け出てください" for _ in range(12)
                ),
            ),
        )
        for number in range(count)
    ]


def _words() -> tuple[list[str], list[str]]:
    """What offices write, and what people say."""
    from chatbot.mind.sayings import lines

    told = [line.partition("#")[0].strip().removeprefix("?").partition("=>") for line in lines()]
    terms = sorted({word.strip() for _, _, means in told for word in means.split(",") if word.strip()})
    said = sorted({word.strip() for said, _, _ in told for word in said.split(",") if word.strip()})
    return terms, said


def built(count: int, folder: Path) -> dict[str, float]:
    """How long the index takes."""
    from chatbot.mind import build

    documents = entries(count)
    started = perf_counter()
    build(documents, folder)
    return {"built": perf_counter() - started}


def asked(_: int, folder: Path) -> dict[str, float]:
    """How long the first use takes, what a question takes, and what the process holds in the end."""
    chance, said = random.Random(SEED), _words()[1]  # noqa: S311 (as above)
    questions = [
        f"{chance.choice(said)}のですが、{chance.choice(said)}{chance.choice(ASPECTS)}"
        for _ in range(QUESTIONS)
    ]
    started = perf_counter()
    from chatbot.mind import load

    mind = load(folder)
    mind.answer(questions[0])
    loaded = perf_counter() - started
    waits = []
    for question in questions:
        started = perf_counter()
        mind.answer(question)
        waits.append((perf_counter() - started) * 1000)
    waits = sorted(waits[WARMING:])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "loaded": loaded, "p50": waits[len(waits) // 2], "p95": waits[len(waits) * 95 // 100], "memory": memory,
    }  # fmt: skip


WAYS: dict[str, Callable[[int, Path], dict[str, float]]] = {"built": built, "asked": asked}

if __name__ == "__main__":
    way, many, place = sys.argv[1:]
    print(json.dumps(WAYS[way](int(many), Path(place))))
