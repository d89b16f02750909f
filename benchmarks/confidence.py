"""Confidence: what is answered directly, offered as choices and handed over, out of fold; --write makes the product's numbers anew."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.parts.figures import Figure, show
from chatbot import exam
from chatbot.documents import Document
from portal import pack
from portal.finding import written

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared" / "benchmarks" / "faq"
SAMPLE = ROOT / "portal" / "packs" / "hinata"
ASKED = ROOT / "tests" / "portal" / "test_finding.py"
OUTSIDE = ROOT / "tests" / "chatbot" / "outside.txt"
DAY = date(2026, 11, 20)
FOLDS = 5
# What an example counts: of the judged questions, of the sample town's, and of texts that are no town's matter.
JUDGED, SAMPLED, NOBODYS = 1.0, 0.7, 0.5


@dataclass(frozen=True)
class Examples:
    """Signals of questions, whether the best find was right, whether it speaks of what was asked, and whether a town was asked at all."""

    found: Any
    right: Any
    spoken: Any
    ours: Any
    worth: Any


def main() -> int:
    """Print the figures, or say where the questions should lie."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--write", action="store_true", help="write chatbot/mind/confidence.json")
    asked = arguments.parse_args()
    folder = Path(os.environ.get("FAQ_BENCHMARK", BESIDE))
    if not (folder / "corpus.json").exists():
        print(f"質問集がありません（FAQ_BENCHMARK で場所を指定） / no questions in {folder}", file=sys.stderr)
        return 0
    parts = _parts(folder)
    if asked.write:
        _write(_judge(parts))
    return show(_figures(parts), as_json=asked.json)


def _parts(folder: Path) -> list[Examples]:
    """The judged questions, the sample town's, and nobody's in either town."""
    sheet = exam.read(folder / "corpus.json", folder / "dev-queries.json", folder / "dev-qrels.json")
    judged = [(question, set(sheet.judged[key])) for key, question in sheet.questions.items()]
    sampled = re.findall(r"^(.+) = ([\w, ]+)$", ASKED.read_text(encoding="utf-8"), re.MULTILINE)
    sample = [(question, set(keys.split(", "))) for question, keys in sampled]
    lines = OUTSIDE.read_text(encoding="utf-8").splitlines()
    nobodys = [(line, set[str]()) for line in lines if line and not line.startswith("#")]
    town, _ = written(pack.read(SAMPLE), DAY)
    return [
        _examples(sheet.documents, judged, JUDGED),
        _examples(town, sample, SAMPLED),
        _examples(sheet.documents, nobodys, NOBODYS),
        _examples(town, nobodys, NOBODYS),
    ]


def _examples(documents: Sequence[Document], asked: Sequence[tuple[str, set[str]]], worth: float) -> Examples:
    import numpy as np

    from chatbot.mind import build, load
    from chatbot.mind.signals import signals

    with TemporaryDirectory() as folder:
        build(documents, Path(folder))
        mind = load(Path(folder))
    looked = [(question, mind.index.look(question), keys) for question, keys in asked]
    told = [one for one in looked if one[1].wanted]
    best = [mind.ranked(look, 1)[0] for _, look, _ in told]
    right = [hit.document.key.rpartition(":")[2] in keys for hit, (*_, keys) in zip(best, told, strict=True)]
    return Examples(
        np.array([signals(mind.index, look) for _, look, _ in told]),
        np.array(right, dtype=float),
        np.array(
            [mind.speaks_of(question, look, hit) for hit, (question, look, _) in zip(best, told, strict=True)]
        ),
        np.array([float(bool(keys)) for *_, keys in told]),
        np.full(len(told), worth),
    )


def _judge(parts: Sequence[Examples]) -> Any:
    import numpy as np

    from chatbot.mind.confidence import Judge, fitted

    found, right, ours, worth = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("found", "right", "ours", "worth")
    )
    return Judge(fitted(found, ours, worth), fitted(found, right, worth))


def _write(judge: Any) -> None:
    from chatbot.mind.confidence import FILE, told

    FILE.write_text(json.dumps(told(judge), indent=1) + "\n", encoding="utf-8")


def _figures(parts: Sequence[Examples]) -> list[Figure]:
    """Each fold judged by what the others taught."""
    import numpy as np

    from chatbot.mind.confidence import DIRECT, HAND_OVER

    given = []
    for fold in range(FOLDS):
        judge = _judge([_part(one, fold, inside=False) for one in parts])
        kept = [_part(one, fold, inside=True) for one in parts]
        given.append(
            [(judge.ours.of(one.found), judge.right.of(one.found), one.right, one.spoken) for one in kept]
        )
    names = ("judged questions", "the sample town's", "nobody's, there", "nobody's, sample town")
    figures = []
    for name, folds in zip(names, zip(*given, strict=True), strict=True):
        ours, sure, right, spoken = (np.concatenate(part) for part in zip(*folds, strict=True))
        handed = ours < HAND_OVER
        direct = ~handed & (sure >= DIRECT) & spoken
        figures += [
            Figure(f"{name}: answered", [100 * direct.mean()], "%"),
            Figure(f"{name}: handed over", [100 * handed.mean()], "%"),
        ]
        if not name.startswith("nobody"):
            figures.append(Figure(f"{name}: right", [100 * right[direct].mean()], "%"))
    return figures


def _part(one: Examples, fold: int, *, inside: bool) -> Examples:
    import numpy as np

    there = (np.arange(len(one.right)) % FOLDS == fold) == inside
    return Examples(one.found[there], one.right[there], one.spoken[there], one.ours[there], one.worth[there])


if __name__ == "__main__":
    sys.exit(main())
