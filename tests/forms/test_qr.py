"""QR symbols as titled SVG."""

from xml.etree import ElementTree as ET

import pytest

from forms import qr

SVG = "{http://www.w3.org/2000/svg}"


def test_a_symbol_has_a_title_and_no_style() -> None:
    drawn = qr.svg("HTTPS://HINATA.EXAMPLE/1021", 'この手続き <1021> & "見本"')

    root = ET.fromstring(drawn)  # noqa: S314
    assert root.findtext(f"{SVG}title") == 'この手続き <1021> & "見本"'
    assert root.get("role") == "img"
    assert "style" not in drawn


def test_a_symbol_says_what_it_was_given() -> None:
    text = "ABCD-EFGH-JK"
    root = ET.fromstring(qr.svg(text, "見本"))  # noqa: S314
    dark = _painted(root.findall(f"{SVG}path")[1].get("d", ""))

    assert dark == {
        (x + qr.BORDER, y + qr.BORDER)
        for y, row in enumerate(_modules(text))
        for x, on in enumerate(row)
        if on
    }


def _modules(text: str) -> list[list[bool]]:
    import qrcode

    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    symbol.add_data(text)
    symbol.make(fit=True)
    return [[bool(module) for module in row] for row in symbol.modules]


def _painted(path: str) -> set[tuple[int, int]]:
    dark = set()
    for piece in path.split("z")[:-1]:
        start, run = piece.removeprefix("M").split("h", 1)
        x, y = (int(number) for number in start.split())
        dark |= {(x + step, y) for step in range(int(run.split("v")[0]))}
    return dark


def test_a_short_upper_case_text_makes_a_small_symbol() -> None:
    root = ET.fromstring(qr.svg("A" * 26, "見本"))  # noqa: S314

    assert root.get("viewBox") == "0 0 33 33"


@pytest.mark.parametrize("text", ["", "x" * 401])
def test_a_text_no_telephone_could_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="400"):
        qr.svg(text, "見本")
