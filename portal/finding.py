"""Finds procedures by the words people use: titles, verbs, and what the pack lists as other names."""

import unicodedata
from collections.abc import Iterable, Mapping

from forms.procedure import Procedure

# Katakana is folded to hiragana, so that either finds the other.
_FOLD: Mapping[int, int] = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def find(procedures: Iterable[Procedure], asked: str, lang: str) -> list[Procedure]:
    """The procedures that share most with what was asked, best first; none rather than a wild guess."""
    wanted = folded(asked)
    if not wanted:
        return []
    scored = [(score(procedure, wanted), procedure) for procedure in procedures]
    good = [(points, procedure) for points, procedure in scored if points >= 0.34]
    return [procedure for _, procedure in sorted(good, key=lambda pair: (-pair[0], pair[1].key))][:20]


def score(procedure: Procedure, wanted: str) -> float:
    """How much of the question stands in one of the procedure's names; a whole match counts most."""
    best = 0.0
    for name in names(procedure):
        if wanted in name or (len(name) > 1 and name in wanted):
            best = max(best, 1.0 + min(len(wanted), len(name)) / max(len(wanted), len(name)))
        else:
            pairs = bigrams(wanted)
            best = max(best, len(pairs & bigrams(name)) / len(pairs))
    return best


def names(procedure: Procedure) -> Iterable[str]:
    """Everything a procedure may be called, folded."""
    for wording in (procedure.title, procedure.verb, procedure.summary):
        yield from (folded(spoken) for spoken in wording.texts.values())
    yield from (folded(word) for word in procedure.search)


def folded(words: str) -> str:
    """Width, case, kana and spaces do not matter when somebody searches."""
    plain = unicodedata.normalize("NFKC", words).casefold().translate(_FOLD)
    return "".join(plain.split())


def bigrams(words: str) -> set[str]:
    """Pairs of neighbouring characters; a single character stands for itself."""
    return {words[i : i + 2] for i in range(len(words) - 1)} or {words}
