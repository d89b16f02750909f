"""What people and machines type that nobody asked for: any width, no width, wrong encodings, far too much."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

# NUL, escape, delete, C1 controls, separators that look like line breaks.
CONTROLS = "\x00\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9f\u2028\u2029"
# They turn the direction of writing, join, hide, select a shape, or carry tags.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u00ad\u034f\u115f\u3164\ufeff\ufe0f\U000e0100\U000e0041"
BROKEN = "\ufffd\ufffe\uffff\U0001ffff\ufdd0"
PRIVATE = "\ue000\uf8ff\U000f0000\U0010fffd"
MARKS = "\u0301\u0327\u3099\u309a\u20dd"
SPACES = " \t\u00a0\u2003\u3000"
DASHES = "-‐‑–—―−ｰー－─"
HARD_NAMES = "髙﨑𠮷\ufa19葛\U000e0100〇々仝ヶ〆"
DIGITS = "0123456789０１２３４５６７８９〇一二三四五六七八九十①②٠١٢"
SHAPES = (
    "見本 花子", "090-1234-5678", "０９０（１２３４）５６７８", "+81 90 1234 5678", "hanako@example.jp", "a..b@docomo.ne.jp",
    "花子@例え.jp", "令和8年12月1日", "R8.12.1", "2026-12-01", "平成31年5月1日", "昭和元年", "十二月", "31", "13", "1-2-3",
    "〒498-0000", "４９８００００", "home", "other", "yes", "3通", "-1", "1e9", "１２３４５６７８９０１２", "<script>alert(1)</script>",
    "'; DROP TABLE draft; --", "{{ 7 * 7 }}", "%(label)s", "%s%n", "../../etc/passwd", "\\\\server\\share", "=1+1", "null", "true",
)  # fmt: skip

odd_characters = st.sampled_from(
    CONTROLS + UNSEEN + BROKEN + PRIVATE + MARKS + SPACES + DASHES + HARD_NAMES + DIGITS
)


def widened(text: str, places: list[bool]) -> str:
    """Some of the ASCII characters of a text in their full-width form, as a Japanese keyboard gives them."""
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
    chosen = places or [True]
    return "".join(
        chr(wide.get(ord(one), ord(one))) if chosen[place % len(chosen)] else one
        for place, one in enumerate(text)
    )


widths = st.builds(widened, st.sampled_from(SHAPES), st.lists(st.booleans(), max_size=8))
pierced = st.builds(
    lambda text, odd, place: text[: place % (len(text) + 1)] + odd + text[place % (len(text) + 1) :],
    st.sampled_from(SHAPES),
    st.text(odd_characters, min_size=1, max_size=5),
    st.integers(0, 40),
)
long_ones = st.builds(
    lambda text, times: text * times,
    st.sampled_from((*SHAPES, "あ", "𠮷", "\u3099", "\u202e")),
    st.integers(2, 800),
)

# Everything that can be written down; a lone surrogate cannot, and is sent as bytes below.
anything = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(odd_characters, max_size=20),
    widths,
    pierced,
    long_ones,
)

CODECS = ("shift_jis", "euc_jp", "iso2022_jp", "utf-16", "utf-7", "cp932", "latin-1")
SURROGATES = (
    b"\xed\xa0\x80",
    b"\xed\xb0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\x80",
    b"\xff\xfe",
    b"\x83\x65\x83",
)


def in_codec(text: str, codec: str) -> bytes:
    return text.encode(codec, "ignore")


# Bytes that are no UTF-8: other encodings of Japanese, surrogates, overlong forms, anything at all.
wrong_bytes = st.one_of(
    st.builds(in_codec, st.sampled_from(("見本 花子", "髙﨑", "ｶﾅ", "一丁目1番")), st.sampled_from(CODECS)),
    st.sampled_from(SURROGATES),
    st.binary(max_size=60),
)


def percent(typed: str | bytes) -> str:
    """A text, or bytes of any encoding, as a form sends it."""
    return quote_from_bytes(typed.encode() if isinstance(typed, str) else typed, safe="")
