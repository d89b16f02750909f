"""A mail of 防災メール, read: is its sender listed, does its signature hold, is it of today, and what does it say."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from portal.pack.notices import AlertSender
from services.notices.rules import dkim
from services.notices.rules.dkim import Unbelieved
from services.notices.rules.writing import BODY, TITLE

# A mail that lay about for longer, or was kept to be dropped again, is not what is happening now.
FRESH = timedelta(hours=6)
_AHEAD = timedelta(minutes=15)
GOOD = "alert_good"


@dataclass(frozen=True)
class Alert:
    """What a believed mail says."""

    sender: AlertSender
    title: str
    body: str


@dataclass(frozen=True)
class Verdict:
    """What was decided of one mail: a code for the reason, a name for the same mail dropped twice, the alert if it is believed."""

    code: str
    digest: bytes
    sender: str
    alert: Alert | None = None


def judge(raw: bytes, listed: Sequence[AlertSender], now: datetime) -> Verdict:
    """Look at one mail."""
    digest = hashlib.sha256(raw).digest()
    mail = message_from_bytes(raw, policy=policy.default)
    try:
        address = _sender(mail)
    except (ValueError, IndexError, AttributeError):
        return Verdict("alert_unread", digest, "")
    mine = [one for one in listed if one.address == address]
    if not mine:
        return Verdict("alert_stranger", digest, address.rpartition("@")[2][:100])
    try:
        sender, signature = _believed(raw, mine, now)
        said = _read(mail, sender, now)
    except Unbelieved as why:
        return Verdict(why.code, digest, address)
    except (ValueError, LookupError, AttributeError, TypeError):
        return Verdict("alert_unread", digest, address)
    return Verdict(GOOD, hashlib.sha256(signature).digest(), address, said)


def _sender(mail: EmailMessage) -> str:
    told = getaddresses([str(one) for one in mail.get_all("From", [])])
    if len(told) != 1:
        raise ValueError("one sender is wanted")
    return told[0][1].strip().casefold()


def _believed(raw: bytes, mine: Sequence[AlertSender], now: datetime) -> tuple[AlertSender, bytes]:
    """The first signature of a listed domain that holds; told is why the last one does not."""
    headers, body = dkim.parted(raw)
    why = Unbelieved("alert_unsigned")
    for signed in dkim.signatures(headers):
        for one in mine:
            if (signed.domain, signed.selector) != (one.domain, one.selector):
                continue
            try:
                dkim.verify(headers, body, signed, one.record, now)
            except Unbelieved as found:
                why = found
            else:
                # What a second dropping of the same mail shares with it, whatever was added above.
                return one, "".join(signed.tags.get("b", "").split()).encode()
    raise why


def _read(mail: EmailMessage, sender: AlertSender, now: datetime) -> Alert:
    sent = parsedate_to_datetime(str(mail["Date"]))
    if sent.tzinfo is None or not now - FRESH <= sent <= now + _AHEAD:
        raise Unbelieved("alert_old")
    part = mail.get_body(("plain",))
    if part is None:
        raise Unbelieved("alert_no_text")
    body = "\n".join(line.rstrip() for line in str(part.get_content()).strip().splitlines())
    title = " ".join(str(mail["Subject"] or "").split())
    if not title or not body:
        raise Unbelieved("alert_no_text")
    return Alert(sender, _cut(title, TITLE), _cut(body, BODY))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
