"""The printer of one process: a town's sheets become PDF; its press and its fonts are costly and made when first wanted."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from forms import aside, overlay
from forms.field import Value
from forms.overlay import Bound, Filling
from forms.paper import Press
from forms.procedure import Procedure
from portal.blanks import Blanks
from portal.opening import TOKYO, today
from portal.pack import Pack
from portal.pack.pens import Trail, Unboxed
from portal.pack.sheets import NO_DAY, Paper, Sheets
from portal.packets import Plan, plan

if TYPE_CHECKING:
    from forms.geometry import Blank
    from forms.typeface import Case

# A blank weighs some 50 KB: a town's forms by every path that people take.
BLANKS, BOOKS, KINDS, PATHS = 160, 24, 400, 40
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Wanted(NamedTuple):
    """One form to be printed: of which procedure, with which answers, for whom, under which receipt number."""

    key: str
    answers: Mapping[str, Value]
    lang: str = "ja"
    number: str = ""
    # The form it was filed with, where that is not the present one.
    form: Procedure | None = None
    # What was drawn on the tablet (電子サイン), as a pen's path on a pad of 600 by 200.
    pad: str = ""


class Shelf(Generic[Key, Thing]):
    """A few things that are costly to make; what was not wanted for longest makes room."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._things: OrderedDict[Key, Thing] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Thing]) -> Thing:
        """The thing of a key, made now where it is not there."""
        with self._lock:
            if key not in self._things:
                self._things[key] = make()
                if len(self._things) > self._most:
                    self._things.popitem(last=False)
            self._things.move_to_end(key)
            return self._things[key]

    def peek(self, key: Key | None) -> Thing | None:
        """The thing of a key where it is there."""
        return self._things.get(key) if key is not None else None


class Paths:
    """Which blank each path through one form's answers leads to; "" where the form cannot be compiled."""

    def __init__(self) -> None:
        self._found: list[tuple[Trail, str]] = []

    def known(self, paper: Paper) -> str | None:
        answers = paper.values["answers"]
        return next((digest for trail, digest in self._found if trail.leads(answers)), None)

    def add(self, trail: Trail, digest: str) -> None:
        # Whoever compiled it meanwhile came to the same; the oldest make room.
        self._found = [*self._found[-PATHS:], (trail, digest)]


class Piece(NamedTuple):
    """A part of a packet: forms to be filled by overlay, or pages to be laid out anew."""

    digests: tuple[str, ...]
    plans: tuple[Plan, ...]
    htmls: tuple[str, ...]

    def with_more(self, other: Piece) -> Piece:
        return Piece(self.digests + other.digests, self.plans + other.plans, self.htmls + other.htmls)


class Printer:
    """Sheets and press together; `sheets` fills layouts, `pdf` prints what was filled, `packet` fills compiled forms."""

    def __init__(self, pack: Pack, folder: Path | None = None) -> None:
        """`folder` keeps compiled forms from one start to the next."""
        self.sheets = Sheets(pack)
        self._kept = Blanks(folder)
        self._base = pack.folder.parent
        self._press: Press | None = None
        self._case: Case | None = None
        self._lock = Lock()
        # One at a time: two of them would take twice the memory.
        self._aside = Lock()
        self._blanks: Shelf[str, Blank] = Shelf(BLANKS)
        self._books: Shelf[tuple[str, ...], Bound] = Shelf(BOOKS)
        self._paths: Shelf[Hashable, Paths] = Shelf(KINDS)

    def pdf(self, html: str) -> bytes:
        """One sheet; raises `forms.paper.PaperMissing` where the machine cannot print."""
        return self.book([html])

    def book(self, htmls: Sequence[str]) -> bytes:
        """Several sheets in one PDF, in their order; those with rare letters in a process of its own.

        The Mincho alone takes hundreds of megabytes while WeasyPrint cuts it, and a server would keep them.
        """
        if any(map(self._the_case().beyond, htmls)):
            with self._aside:
                return aside.book(self._base, htmls)
        return self._the_press().book(htmls).pdf

    def sheet(self, name: str, **values: Any) -> bytes:
        """Fill a layout and print it."""
        return self.pdf(self.sheets.html(name, **values))

    def request(self, wanted: Wanted, on: date) -> bytes:
        """One form as a tagged PDF to be read, what its boxes are too small for on a 別紙 behind it."""
        paper = self._paper(wanted, on, "")
        laid = self._laid(paper)
        if laid is None or laid[1].lacking:
            return self.pdf(paper.whole())
        return self.book([paper.whole(laid[1].fits), *self._annex(paper, laid[1])])

    def packet(self, wanted: Iterable[Wanted | tuple[Any, ...]], stamped_by: str, at: datetime) -> bytes:
        """Forms for the counter's printer as one PDF, each stamped with who produced it and when."""
        found = (piece for one in wanted for piece in self._pieces(Wanted(*one), stamped_by, at))
        return self._together(found)

    def blanks(self, keys: Iterable[str], stamped_by: str, at: datetime) -> bytes:
        """The same forms with nothing in them, to be written by hand when the house stands still."""
        stamp = _stamp("", stamped_by, at)
        return self._together(self._blank(key, stamp, today(at)) for key in keys)

    def _blank(self, key: str, stamp: str, on: date) -> Piece:
        undated = {"sheet:date": NO_DAY}
        laid = self._laid(self.sheets.paper(key, {"way": "window"}, "ja", on, stamp=stamp, more=undated))
        if laid is None:
            return Piece((), (), (self.sheets.blank(key, on, stamp),))
        return Piece((laid[0],), (laid[1],), ())

    def _together(self, found: Iterable[Piece]) -> bytes:
        """Neighbours of one kind are printed at once."""
        pieces: list[Piece] = []
        for piece in found:
            if pieces and bool(pieces[-1].htmls) == bool(piece.htmls):
                pieces[-1] = pieces[-1].with_more(piece)
            else:
                pieces.append(piece)
        return joined([self._printed(piece) for piece in pieces])

    def _pieces(self, wanted: Wanted, stamped_by: str, at: datetime) -> list[Piece]:
        paper = self._paper(wanted, today(at), _stamp(wanted.number, stamped_by, at))
        laid = self._laid(paper)
        if laid is None:
            return [Piece((), (), (paper.whole(),))]
        digest, laid_out = laid
        annex = self._annex(paper, laid_out)
        if laid_out.lacking:
            return [Piece((), (), (paper.whole(), *annex))]
        behind = [Piece((), (), annex)] if annex else []
        return [Piece((digest,), (laid_out,), ()), *behind]

    def _printed(self, piece: Piece) -> bytes:
        if piece.htmls:
            return self.book(piece.htmls)
        blanks = [self._blanks.get(digest, _gone) for digest in piece.digests]
        bound = self._books.get(piece.digests, lambda: overlay.bind(blanks, "帳票"))
        pages: dict[int, Sequence[Filling]] = {}
        before = 0
        for blank, laid in zip(blanks, piece.plans, strict=True):
            pages.update({before + page: fillings for page, fillings in laid.fillings.items()})
            before += blank.pages
        return overlay.fill(bound, pages, self._the_case())

    def _paper(self, wanted: Wanted, on: date, stamp: str) -> Paper:
        answers = {**wanted.answers, "way": wanted.answers.get("way") or "window"}
        return self.sheets.paper(
            wanted.key,
            answers,
            wanted.lang,
            on,
            number=wanted.number,
            stamp=stamp,
            form=wanted.form,
            more={"hand:pad": wanted.pad},
        )

    def _laid(self, paper: Paper) -> tuple[str, Plan] | None:
        """A form with its answers laid into its boxes; None where it has none."""
        paths = self._paths.get(paper.kind, Paths)
        digest = paths.known(paper)
        blank = self._blanks.peek(digest)
        if digest is None or (digest and blank is None):
            digest, blank = self._compiled(paper, paths)
        return (digest, plan(paper, blank, self._the_case())) if digest and blank else None

    def _compiled(self, paper: Paper, paths: Paths) -> tuple[str, Blank | None]:
        """A form with its boxes open, on this path through the answers; no digest for one that has no boxes."""
        trail = Trail()
        try:
            html = paper.open(trail)
        except Unboxed:
            paths.add(trail, "")
            return "", None
        digest = self._kept.digest(html)
        paths.add(trail, digest)
        return digest, self._blanks.get(digest, lambda: self._kept.find(digest) or self._made(digest, html))

    def _made(self, digest: str, html: str) -> Blank:
        blank = self._the_press().blank(html)
        self._kept.keep(digest, blank)
        return blank

    def _annex(self, paper: Paper, laid: Plan) -> tuple[str, ...]:
        return (self.sheets.annex(paper, laid.annex),) if laid.annex else ()

    def _the_press(self) -> Press:
        with self._lock:
            if self._press is None:
                self._press = Press(self._base)
            return self._press

    def _the_case(self) -> Case:
        from forms import typeface

        with self._lock:
            if self._case is None:
                self._case = typeface.on_this_machine()
            return self._case


def _gone() -> Any:
    raise LookupError("a blank was given away while it was wanted")


def _stamp(number: str, stamped_by: str, at: datetime) -> str:
    moment = at.astimezone(TOKYO)
    words = (f"受付番号 {number}" if number else "", f"{moment:%Y-%m-%d %H:%M} 作成", stamped_by)
    return "　".join(word for word in words if word)


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in their order."""
    if len(parts) == 1:
        return parts[0]
    import pikepdf

    whole = io.BytesIO()
    with pikepdf.new() as book:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as source:
                book.pages.extend(source.pages)
        book.docinfo["/Title"] = "帳票"
        book.Root.Lang = "ja"
        book.save(whole)
    return whole.getvalue()
