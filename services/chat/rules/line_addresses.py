"""Addresses in LINE messages: whole, on the portal's page in the reader's language, opened where that page works."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from services.chat.rules.line_shapes import ADDRESS

# LINE's own browser keeps no file, and what is signed into by a mail's link is signed into in the phone's browser.
_ELSEWHERE = re.compile(r"\.ics$|^/(?:applications|me|payments|line/case|line/garbage)(?:/|$)")
_DIALLED = re.compile(r"[^0-9+#*]")
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


def outside(address: str, base_url: str, lang: str, *, here: bool = False) -> str:
    """An address as LINE opens it, `here` in its own browser whatever page it is; "" for what it does not open."""
    if not address.startswith("/"):
        return _whole(address) if _scheme(address) in ("http", "https") else ""
    path, _, rest = address.partition("?")
    query, hash_, anchor = rest.partition("#")
    asked = dict(parse_qsl(query)) | {"lang": lang}
    if _ELSEWHERE.search(path) and not here:
        asked["openExternalBrowser"] = "1"
    return _whole(f"{base_url.rstrip('/')}{quote(path, safe=_SAFE)}?{urlencode(asked)}{hash_}{anchor}")


def telephone(number: str) -> str:
    """A number as a phone dials it; "" where it is none."""
    dialled = _DIALLED.sub("", number)[:40]
    return f"tel:{dialled}" if any(one.isdigit() for one in dialled) else ""


def _scheme(address: str) -> str:
    """The scheme of an address, whoever wrote it; "" where it has none, or no host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.scheme if parts.netloc else ""


def _whole(address: str) -> str:
    told = quote(address, safe=_SAFE, errors="ignore")
    return told if len(told) <= ADDRESS else ""
