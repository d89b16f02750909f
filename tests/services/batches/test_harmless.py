"""Attachments: what a picture or a PDF shows goes in; what it knows or does stays out, and so does what cannot be cut."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image

from services.batches.rules.harmless import Harmful, harmless

PDF = "application/pdf"


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 200 if mode in "LP" else None).save(out, form, **more)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _one: None, **more: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        change(made)
        made.save(out, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_photograph_loses_place_and_time_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0132], exif[0x010F] = 6, "2026:11:20 10:00:00", "mihon"
    exif.get_ifd(0x8825)[1] = "N"

    content, ending = harmless(picture(exif=exif), "image/jpeg")

    found = opened(content)
    assert (found.format, found.size, ending) == ("JPEG", (20, 40), ".jpg")
    assert dict(found.getexif()) == {}
    assert b"mihon" not in content


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
def test_every_kind_of_picture_becomes_a_plain_jpeg(mode: str) -> None:
    content, _ = harmless(picture("PNG", mode=mode), "image/png")

    assert (opened(content).mode, opened(content).format) == ("RGB", "JPEG")


def test_what_is_behind_a_picture_stays_out() -> None:
    content, _ = harmless(picture() + b"<script>mihon</script>", "image/jpeg")

    assert b"mihon" not in content


def test_a_large_photograph_is_made_small_enough_for_paper() -> None:
    content, _ = harmless(picture(size=(9000, 3000)), "image/jpeg")

    assert max(opened(content).size) == 4096


def test_a_picture_that_unfolds_too_far_is_left_out() -> None:
    with pytest.raises(Harmful) as harm:
        harmless(picture("PNG", (9000, 9000), "1"), "image/png")

    assert harm.value.why == "too_large"


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\xff\xd8\xff mihon", "image/jpeg"), (b"%PDF-1.7 mihon", PDF)]
)
def test_what_cannot_be_opened_is_left_out(content: bytes, kind: str) -> None:
    with pytest.raises(Harmful) as harm:
        harmless(content, kind)

    assert harm.value.why == "unreadable"


def test_a_kind_that_nobody_can_paint_anew_is_left_out() -> None:
    with pytest.raises(Harmful) as harm:
        harmless(b"....ftypheic", "image/heic")

    assert harm.value.why == "kind"


def script(made: pikepdf.Pdf) -> None:
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.OpenAction = made.make_indirect(act)
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", made.make_indirect(act)]))
    made.pages[0].obj.AA = pikepdf.Dictionary(O=made.make_indirect(act))


def embedded(made: pikepdf.Pdf) -> None:
    made.attachments["mihon.exe"] = b"MZ mihon"


def link(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Annots = made.make_indirect(
        pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                    A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://mihon.example/"),
                )
            ]
        )
    )  # fmt: skip


def author(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = "mihon"
    with made.open_metadata() as told:
        told["dc:creator"] = ["mihon"]


@pytest.mark.parametrize("change", [script, embedded, link, author])
def test_a_pdf_keeps_its_pages_and_nothing_that_acts_or_tells(change: Callable[[pikepdf.Pdf], None]) -> None:
    content, ending = harmless(pdf(change, compress_streams=False), PDF)

    with pikepdf.open(io.BytesIO(content)) as found:
        found.save(
            plain := io.BytesIO(), compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all
        )
        assert len(found.pages) == 1
        assert not {"/OpenAction", "/Names", "/AcroForm", "/Metadata"} & set(found.Root.keys())
        assert len(found.attachments) == 0
    assert ending == ".pdf"
    assert not [word for word in (b"mihon", b"app.alert", b"JavaScript") if word in plain.getvalue()]


def test_what_a_form_shows_is_drawn_into_its_page() -> None:
    def filled(made: pikepdf.Pdf) -> None:
        look = made.make_stream(
            b"BT (shown) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 9]
        )
        field = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="a", V="shown",
                Rect=[0, 0, 50, 9], F=4, AP=pikepdf.Dictionary(N=look),
            )
        )  # fmt: skip
        made.pages[0].obj.Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    content, _ = harmless(pdf(filled), PDF)

    with pikepdf.open(io.BytesIO(content)) as found:
        drawn = b"".join(one.read_bytes() for one in found.objects if isinstance(one, pikepdf.Stream))
        assert b"(shown) Tj" in drawn
        assert "/Annots" not in found.pages[0].obj


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "encrypted"),
        (pdf(encryption=pikepdf.Encryption(user="", owner="o")), "encrypted"),
        (pdf(lambda made: setattr(made.Root, "AcroForm", pikepdf.Dictionary(Fields=[], NeedAppearances=True))), "form"),
        (pdf(lambda made: setattr(made.Root, "AcroForm", pikepdf.Dictionary(Fields=[], XFA="x"))), "form"),
        (pdf(lambda made: setattr(made.pages[0].obj, "Mihon", pikepdf.Dictionary(JS="1"))), "active"),
    ],
)  # fmt: skip
def test_a_pdf_that_cannot_be_made_harmless_is_left_out(content: bytes, why: str) -> None:
    with pytest.raises(Harmful) as harm:
        harmless(content, PDF)

    assert harm.value.why == why


def test_the_same_pdf_always_gives_the_same_bytes() -> None:
    content = pdf(script)

    assert harmless(content, PDF) == harmless(content, PDF)
