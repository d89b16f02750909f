"""Attachments made fit for 無害化: pictures are painted anew, PDFs lose whatever is not a page; what cannot be is left out."""

import io
from typing import Any

from portal import pictures

# Enough for a page of A4 at 350 points an inch.
_LONGEST = 4096
_QUALITY = 88
# What a PDF does by itself, or carries besides its pages.
_ACTIVE = frozenset(
    (
        "/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/Launch", "/RichMedia", "/XFA",
        "/SubmitForm", "/ImportData", "/GoToE", "/AF", "/URI", "/Movie", "/Sound", "/Rendition",
    )
)  # fmt: skip
_OF_THE_WHOLE = ("/OpenAction", "/AA", "/AcroForm", "/AF", "/Collection", "/Metadata", "/URI", "/PieceInfo")
_OF_A_PAGE = ("/AA", "/Annots", "/AF", "/Metadata", "/PieceInfo")


class Harmful(Exception):
    """A file that cannot be made harmless; `why` is one word for the list of what was left out."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def harmless(content: bytes, media_type: str) -> tuple[bytes, str]:
    """The file as it may go in, and its ending."""
    if media_type == "application/pdf":
        return _document(content), ".pdf"
    if media_type in ("image/jpeg", "image/png"):
        return _picture(content), ".jpg"
    raise Harmful("kind")


def _picture(content: bytes) -> bytes:
    """Upright, in plain colours, without place, time or camera; a JPEG of points we wrote ourselves."""
    try:
        return pictures.written(pictures.painted(content, _LONGEST), "JPEG", _QUALITY)
    except pictures.Unpaintable as found:
        raise Harmful(found.why) from None


def _document(content: bytes) -> bytes:
    """The pages alone: what forms and notes show is drawn into the page, then everything that could act is cut away."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise Harmful("encrypted")
            form: Any = document.Root.get("/AcroForm", {})
            if "/XFA" in form or form.get("/NeedAppearances", False):
                # What was typed is not drawn anywhere yet; without the form it would be lost.
                raise Harmful("form")
            document.flatten_annotations("screen")
            _cut(document)
            first = io.BytesIO()
            document.save(first, deterministic_id=True)
        # Read again, for what nothing leads to any more is gone only now.
        first.seek(0)
        with pikepdf.open(first) as kept:
            if any(_acts(one) for one in kept.objects):
                raise Harmful("active")
    except pikepdf.PasswordError:
        raise Harmful("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        raise Harmful("unreadable") from None
    return first.getvalue()


def _cut(document: Any) -> None:
    root = document.Root
    for key in _OF_THE_WHOLE:
        if key in root:
            del root[key]
    if "/Names" in root:
        del root["/Names"]
    # Bookmarks can open other files too.
    if "/Outlines" in root:
        del root["/Outlines"]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for page in document.pages:
        for key in _OF_A_PAGE:
            if key in page.obj:
                del page.obj[key]


def _acts(one: Any) -> bool:
    """Whether an object, or a part written within it, is or carries something that acts."""
    import pikepdf

    waiting = [one]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Stream):
            part = part.stream_dict
        if isinstance(part, pikepdf.Dictionary):
            if (
                _ACTIVE & set(part.keys())
                or str(part.get("/S")) in _ACTIVE
                or str(part.get("/Type")) in _ACTIVE
            ):
                return True
            waiting += [inner for inner in part.values() if not _stands_alone(inner)]
        elif isinstance(part, pikepdf.Array):
            waiting += [inner for inner in part if not _stands_alone(inner)]
    return False


def _stands_alone(inner: Any) -> bool:
    """Whether a part stands on its own elsewhere, where it is looked at too."""
    return bool(getattr(inner, "is_indirect", False))
