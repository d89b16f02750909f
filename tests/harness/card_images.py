"""Made-up cards, built byte by byte: what a chip holds for people who do not exist (見本)."""

import json

from commands.card_reader import SimulatedCard

MYNA, LICENCE = "D3921000310001010408", "A0000002310100000000000000000000"
PIN, PIN_1, PIN_2, CHECK_B = "1234", "1357", "2468", "55040120350000"
# Twelve digits with a true check digit, planted where nobody may look.
PLANTED = "123456789018"


def block(tag: int, value: bytes) -> bytes:
    """Tag, length, value."""
    head = tag.to_bytes(2 if tag > 0xFF else 1)
    size = len(value)
    length = (
        bytes([size])
        if size < 0x80
        else b"\x81" + bytes([size])
        if size < 0x100
        else b"\x82" + size.to_bytes(2)
    )
    return head + length + value


def attributes(
    name: str = "見本　花子",
    address: str = "見本県ひなた市本町一丁目２番３号",
    birth: str = "19550401",
    sex: str = "2",
) -> bytes:
    """EF 0002 of 券面事項入力補助."""
    parts = (b"\x01\x02\x03\x04", name.encode(), address.encode(), birth.encode(), sex.encode())
    return block(0xFF20, b"".join(block(0xDF21 + place, part) for place, part in enumerate(parts)))


def jis(text: str) -> bytes:
    """Two bytes a character; 外字1 is written ①, a missing character ×."""
    marks = {"①": b"\xff\xf1", "②": b"\xff\xf2", "×": b"\xff\xfa"}
    plain = text.replace("－", "\u2212").replace("～", "\u301c")
    return b"".join(marks.get(one) or bytes(byte & 0x7F for byte in one.encode("euc_jp")) for one in plain)


def matters(
    name: str = "見本　太郎",
    reading: str = "ミホン　タロウ",
    birth: str = "3300401",
    address: str = "ひなた市本町１－２",
) -> bytes:
    """DF1/EF01 of a licence, filled to its 880 bytes."""
    parts = {
        0x11: b"\x30", 0x12: jis(name), 0x13: jis(reading), 0x14: b"", 0x15: jis(name), 0x16: birth.encode(),
        0x17: jis(address), 0x18: b"5061120", 0x19: b"12345", 0x1A: jis("優良"), 0x1B: b"5110501", 0x20: jis("見本県公安委員会"),
        0x21: b"309812345670",
    }  # fmt: skip
    return b"".join(block(tag, value) for tag, value in parts.items()).ljust(880, b"\xff")


def myna_card(data: bytes | None = None, number: str = PLANTED) -> SimulatedCard:
    """A whole card, the number that is never read included."""
    files = {"0001": block(0xD0, number.encode()), "0002": attributes() if data is None else data}
    pin, check_b = (MYNA, "0011"), (MYNA, "0015")
    return SimulatedCard(
        files={"": {}, MYNA: files},
        secrets={pin: PIN, check_b: CHECK_B},
        opens={pin: ((MYNA, "0001"), (MYNA, "0002")), check_b: ((MYNA, "0002"),)},
    )


def licence_card(data: bytes | None = None, *, pin_set: bool = True) -> SimulatedCard:
    """A whole licence, 本籍 and all."""
    domicile = block(0x41, jis("見本県見本市見本町一番地"))
    first, second = ("", "0001"), ("", "0002")
    return SimulatedCard(
        files={
            "": {"2F01": b"", "000A": block(0x05, b"\x01" if pin_set else b"\x00")},
            LICENCE: {"0001": matters() if data is None else data, "0002": domicile},
        },
        secrets={first: PIN_1 if pin_set else "****", second: PIN_2 if pin_set else "****"},
        opens={first: ((LICENCE, "0001"),), second: ((LICENCE, "0002"),)},
    )


def image(card: SimulatedCard) -> str:
    """A card as the file that the simulated reader takes."""
    told = {
        "note": "見本 / a made-up card of a person who does not exist",
        "files": {
            app: {name: data.hex() for name, data in files.items()} for app, files in card.files.items()
        },
        "secrets": {
            "/".join(place): {"secret": secret, "opens": ["/".join(shut) for shut in card.opens[place]]}
            for place, secret in card.secrets.items()
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


# What commands/card_samples holds; the number of the card is left out there, for no file of ours carries one.
SAMPLES = {
    "myna": myna_card(number=""),
    "licence": licence_card(),
    "licence-gaiji": licence_card(
        matters(name="①木　花子", reading="ミホン　ハナコ", address="見本県ひなた市本町２－３－４")
    ),
}
