"""Finds what a town has written: its procedures and the answers to common questions, in any of its languages."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chatbot.documents import Document
from forms.procedure import Procedure
from forms.wording import NOTHING, Wording
from portal.pack import Pack, lists
from portal.pack.lists import EASY, ENGLISH
from portal.pack.rows import Division

if TYPE_CHECKING:
    # What reads questions is loaded by the first one.
    from chatbot.answers import Answer
    from chatbot.emergencies import Alarms, Emergency
    from chatbot.garbage import Sorting
    from chatbot.index import Index
    from chatbot.places import Places
    from portal.sites import Site

PROCEDURE, FAQ = "procedure", "faq"
# A list longer than this is no longer read.
MOST = 8
_NUMBER = re.compile(r"(?:広報番号|番号|no\.?|#)?:?([0-9]{4})番?")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True)
class Entry:
    """One question people ask, with its answer, who stands for it, and the procedure it leads to."""

    key: str
    question: Wording
    answer: Wording
    division: Division
    procedure: Procedure | None
    link: str
    # When somebody last looked at it, and from which day on it is no longer told.
    checked_on: date | None = None
    expires_on: date | None = None
    category: Wording = NOTHING


Matter = Procedure | Entry


@dataclass(frozen=True)
class Found:
    """What a search leads to: numbers to call first, then what was found, the likeliest first.

    `sure` says that the likeliest is the answer, not just one of several.
    """

    emergencies: "tuple[Emergency, ...]"
    matters: tuple[Matter, ...]
    sure: bool
    # The places that were asked for by name.
    sites: "tuple[Site, ...]" = ()

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        return tuple(matter for matter in self.matters if isinstance(matter, Procedure))

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(matter for matter in self.matters if isinstance(matter, Entry))

    @property
    def entry_first(self) -> bool:
        """Whether the likeliest is an answer rather than a procedure."""
        return bool(self.matters) and isinstance(self.matters[0], Entry)


@dataclass(frozen=True)
class Finder:
    """A town's procedures and answers as they are on one day, ready to be searched."""

    day: date
    index: "Index"
    alarms: "Alarms"
    matters: Mapping[str, Matter]
    sorting: "Sorting"
    sites: "Mapping[str, Site]"
    places: "Places"
    # The keys of what is told by the very words under which it stands.
    titles: Mapping[str, str]

    def find(self, asked: str) -> Found:
        """What to show to somebody who asked; nothing rather than a wild guess."""
        from chatbot.answers import Sure, judged, known
        from chatbot.dialogue import placing

        hits = known(self.index, asked, MOST)
        matters = tuple(self.matters[hit.document.key] for hit in hits)
        sites = tuple(self.sites[key] for key in placing.meant(self.places, asked))
        return Found(self.alarms.hear(asked), matters, isinstance(judged(hits), Sure), sites[:MOST])

    def titled(self, asked: str) -> str:
        """The key of what stands under these very words; empty for most."""
        from chatbot.answers import bare

        return self.titles.get(bare(asked), "")

    def answer(self, asked: str) -> "Answer":
        """The same as the answer bot tells it without its mind: by a few choices, or not at all; surely only to a title."""
        from chatbot.answers import careful, known

        return careful(known(self.index, asked, MOST), asked)

    def words(self, key: str) -> str:
        """Everything a document says, in one text; nothing where there is none of that key."""
        found = (one for one in self.index.documents if one.key == key)
        return "\n".join(text for one in found for text in (*one.titles, *one.names, *one.texts))


def finder(pack: Pack, day: date) -> Finder:
    """A town on one day; made once, since making it takes as long as many searches."""
    from chatbot import emergencies
    from chatbot.answers import bare
    from chatbot.index import build
    from portal import garbage, sites

    documents, matters = written(pack, day)
    found = sites.sites(pack, day)
    return Finder(
        day,
        build(documents),
        emergencies.general(),
        matters,
        garbage.dictionary(pack, day),
        found,
        sites.called(pack, found),
        {bare(name): one.key for one in documents for name in (*one.titles, *one.names)},
    )


def written(pack: Pack, day: date) -> tuple[list[Document], dict[str, Matter]]:
    """Everything a town has written as it is on one day: as documents to be found, and what each key leads to."""
    matters: dict[str, Matter] = {}
    documents: list[Document] = []
    for procedure in pack.procedures.values():
        if pack.offered(procedure.key, day):
            documents.append(_procedure(procedure))
            matters[documents[-1].key] = procedure
    for row in pack.listing(FAQ, day):
        entry = _entry(pack, row, day)
        if entry.expires_on is not None and entry.expires_on < day:
            # Nobody has looked at it for so long that it may be wrong.
            continue
        documents.append(_answered(entry, row))
        matters[documents[-1].key] = entry
    return documents, matters


def printed_number(asked: str) -> str:
    """The four digits of a 広報番号 in any width, with or without its name; empty when something else was asked."""
    plain = "".join(unicodedata.normalize("NFKC", asked).casefold().translate(_KANJI_DIGITS).split())
    found = _NUMBER.fullmatch(plain)
    return found[1] if found else ""


def _procedure(procedure: Procedure) -> Document:
    return Document(
        key=f"{PROCEDURE}:{procedure.key}",
        kind=PROCEDURE,
        titles=_texts(procedure.title, procedure.verb),
        texts=_texts(procedure.summary),
        names=procedure.search,
        asides=_texts(procedure.who, procedure.deadline, *procedure.bring),
    )


def _answered(entry: Entry, row: Mapping[str, str]) -> Document:
    return Document(
        key=f"{FAQ}:{entry.key}",
        kind=FAQ,
        titles=_texts(entry.question),
        texts=_texts(entry.answer),
        names=tuple(name for part in row.get("言い換え", "").split(";") if (name := part.strip())),
        asides=_texts(_worded(row, "分類")),
    )


def _entry(pack: Pack, row: Mapping[str, str], day: date) -> Entry:
    linked = row.get("手続ID", "")
    return Entry(
        key=row["ID"],
        question=_worded(row, "質問"),
        answer=_worded(row, "回答"),
        division=pack.division(row.get("部署ID") or pack.town.reception, day),
        procedure=pack.procedure(linked) if linked and pack.offered(linked, day) else None,
        link=row.get("リンク", ""),
        checked_on=lists.day(row.get("確認日", "")),
        expires_on=lists.day(row.get("見直し日", "")),
        category=_worded(row, "分類"),
    )


def _worded(row: Mapping[str, str], column: str) -> Wording:
    easy, english = row.get(column + EASY, ""), row.get(column + ENGLISH, "")
    return Wording({"ja": row.get(column, ""), "easy": easy, "en": english})


def _texts(*wordings: Wording) -> tuple[str, ...]:
    """The words in every language, each text once."""
    return tuple(dict.fromkeys(text for wording in wordings for text in wording.texts.values() if text))
