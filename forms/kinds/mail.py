"""Addresses of e-mail, old mobile carriers' dotted ones and Japanese domains among them."""

from __future__ import annotations

import re
from datetime import date

from forms.faults import Unfit
from forms.field import Field
from forms.kind import Kind, Part, Parts, split_one
from forms.text import machine

LONGEST = 254
# Docomo and au once gave out addresses with dots in a row or before the @; their owners still use them.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
# Ends of domains that do not exist and are one slip away from one that does.
_SLIPS = {"con": "com", "cpm": "com", "xom": "com", "vom": "com", "comm": "com", "jpp": "jp"}


def read_email(parts: Parts, field: Field, today: date) -> str | None:
    """The address, its domain in small letters.

    It is not searched for 個人番号: refusing an address somebody really has would shut them out.
    """
    typed = machine(parts.get("value", ""), LONGEST)
    if typed.lower().startswith("mailto:"):
        typed = typed[7:]
    # Copied from a mail program or a list, an address may stand in brackets or before a comma.
    typed = typed.strip("<>,;、 ")
    if not typed:
        return None
    if " " in typed:
        raise Unfit("email_space")
    local, at, domain = typed.rpartition("@")
    if not at or "@" in local or not local or not domain:
        raise Unfit("email_at")
    if not _LOCAL.fullmatch(local):
        raise Unfit("email_local")
    address = f"{local}@{_domain(domain, local)}"
    if len(address) > LONGEST:
        raise Unfit("too_long", max=LONGEST, length=len(address))
    return address


def _domain(typed: str, local: str) -> str:
    domain = typed.lower().replace("。", ".").rstrip(".")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        raise Unfit("email_domain") from None
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unfit("email_domain")
    if labels[-1] in _SLIPS:
        corrected = ".".join([*labels[:-1], _SLIPS[labels[-1]]])
        raise Unfit("email_typo", suggestion=f"{local}@{corrected}")
    if not _TOP.fullmatch(labels[-1]):
        raise Unfit("email_domain")
    return domain


KINDS = (Kind("email", (Part("value", type="email", inputmode="email"),), read_email, split_one),)
