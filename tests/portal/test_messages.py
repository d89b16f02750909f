"""The texts residents get, compared with stored examples in every language that must be complete."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from portal import mail
from portal.messages import COMPLETE, FOLDER, Messages, clean
from portal.outbox import Row
from tests.portal.cases import PACKS, hinata
from tests.portal.sending import REFS, VALUES

EXAMPLES = Path(__file__).parent / "examples"
TEMPLATES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_"))
# Everything any template asks for, so that a new one needs only its stored example.
EVERYTHING = {
    **VALUES,
    "due": "2026-12-04",
    "code": "123456",
    "minutes": 15,
    "days": 7,
    "name": "見本 太郎",
    "yen": "1,200",
    "after": "return",
    "when": "2026-11-30T10:30:00+09:00",
    "at_office": "ひなた市役所 本庁",
    "at_place": "1階 おくやみコーナー",
    "was": "中央公民館 和室",
    "was_at": "2026-11-30T10:00:00+09:00",
    "was_until": "2026-11-30T12:00:00+09:00",
    "place": "中央公民館 ホール",
    "starts": "2026-12-01T10:00:00+09:00",
    "until": "2026-12-01T12:00:00+09:00",
    "why": "選挙の投票所になる",
    "label": "A012",
    "ahead": 3,
    "office": "ひなた市役所 本庁",
    "open": "https://portal.city.hinata.example/applications/correct/SECRET",
    "facility": "総合体育館",
    "round": "1月分の抽選",
    "number": "A1B2-C3D4",
    "group": "見本卓球クラブ",
    "last_day": "2027-03-31",
    "points": "1",
    "stops_at": "3",
    "wins": [
        {
            "room": "アリーナ全面",
            "starts": "2027-01-09T18:00:00+09:00",
            "ends": "2027-01-09T21:30:00+09:00",
        },
        {
            "room": "アリーナA面",
            "starts": "2027-01-16T09:00:00+09:00",
            "ends": "2027-01-16T12:00:00+09:00",
        },
    ],
    "kind": "道路の穴・ひび",
    "reported": "2026-11-16",
    "done": True,
    "news": "booked",
    "what": "集団がん検診",
    "people": "2",
    "dose": "1",
    "course": "",
    "reason": "台風が近づいているため",
    "confirm_by": "2026-12-20T23:59:00+09:00",
    "booked": [
        {"room": "中央公民館 和室", "starts": "2026-12-01T10:00:00+09:00", "until": "12:00"},
        {"room": "中央公民館 調理室", "starts": "2026-12-08T10:00:00+09:00", "until": "12:00"},
    ],
    "cancelled": [{"room": "中央公民館 和室", "starts": "2026-12-15T10:00:00+09:00", "until": "12:00"}],
    "left": [{"room": "中央公民館 和室", "starts": "2026-12-29T10:00:00+09:00", "until": "12:00"}],
    "undecided": [{"room": "中央公民館 和室", "starts": "2026-12-22T10:00:00+09:00", "until": "12:00"}],
}
HOUSE = {
    "receipt", "accepted", "correction_requested", "correction_received", "decided_notice_sent", "returned",
    "withdrawn", "completed", "login_link", "mail_code", "correction_reminder", "message",
}  # fmt: skip


def a_mail(template: str, locale: str, now: datetime) -> EmailMessage:
    row = Row(
        no=1, id=UUID(int=1), kind="mail", lane="a", template=template, locale=locale,
        refs=REFS, attempts=1, made_at=now, expires_at=None,
        lease=UUID(int=2), leased_until=now, taken_at=now,
    )  # fmt: skip
    message = Messages(hinata()).render(template, locale, row.refs, EVERYTHING, now)
    sender = Address("ひなた市（見本）", addr_spec="kurashi-no-mado@city.hinata.example")
    return mail.compose(row, message, sender, VALUES["to"])


def shown(found: EmailMessage) -> str:
    """A mail as a person sees it: its headers decoded, then its text."""
    lines = [
        f"{name}: {value}" for name, value in found.items() if not name.startswith(("Content-T", "MIME"))
    ]
    return "\n".join([*lines, "", found.get_content().replace("\r\n", "\n")])


@pytest.mark.parametrize("locale", COMPLETE)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_message_is_the_stored_example(template: str, locale: str, now: datetime) -> None:
    example = EXAMPLES / f"{template}.{locale}.eml.txt"

    assert shown(a_mail(template, locale, now)) == example.read_text(encoding="utf-8")


def test_every_message_of_the_house_is_there() -> None:
    assert set(TEMPLATES) >= HOUSE


def test_a_language_without_texts_gets_plain_japanese_and_english(now: datetime) -> None:
    messages = Messages(hinata())

    message = messages.render("receipt", "vi", REFS, VALUES, now)
    easy, english = (messages.render("receipt", locale, REFS, VALUES, now) for locale in ("easy", "en"))

    assert message.lang == "ja"
    assert message.subject == f"{easy.subject} / {english.subject}"
    assert easy.body in message.body
    assert message.body.endswith(english.body)


def test_what_a_division_is_called_is_told_as_of_the_day_of_sending() -> None:
    messages = Messages(hinata())
    refs = {**REFS, "division": "shimin"}
    march = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)
    april = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)

    assert "市民課" in messages.render("receipt", "ja", refs, VALUES, march).body
    assert "市民窓口課" in messages.render("receipt", "ja", refs, VALUES, april).body


def test_a_division_nobody_knows_is_answered_for_by_the_reception(now: datetime) -> None:
    message = Messages(hinata()).render("receipt", "ja", {**REFS, "division": "gone"}, VALUES, now)

    assert "総合案内" in message.body


@pytest.mark.parametrize("town", sorted(path.parent.name for path in PACKS.glob("*/town.toml")))
def test_every_town_can_speak_and_says_that_it_is_a_sample(town: str, now: datetime) -> None:
    from portal import pack

    message = Messages(pack.read(PACKS / town)).render("receipt", "ja", REFS, VALUES, now)

    assert "見本" in message.body
    assert "電話　\n" not in message.body


def test_a_value_cannot_begin_a_line_or_hide_anything(now: datetime) -> None:
    values = {**VALUES, "receipt": "X\r\nBcc: all@mail.example\u202e\u200b"}

    found = a_mail_with(values, now)

    assert "\nBcc" not in found.as_string()
    assert found["Subject"].endswith("X Bcc: all@mail.example）")
    assert clean("a\x00\u202eb\nc") == "ab c"


def a_mail_with(values: dict[str, str], now: datetime) -> EmailMessage:
    message = Messages(hinata()).render("receipt", "ja", REFS, values, now)
    row = Row(
        no=1, id=UUID(int=1), kind="mail", lane="a", template="receipt", locale="ja", refs=REFS, attempts=1,
        made_at=now, expires_at=None, lease=UUID(int=2), leased_until=now, taken_at=now,
    )  # fmt: skip
    return mail.compose(row, message, Address("市", addr_spec="a@city.example"), "b@mail.example")


def test_a_value_that_is_missing_is_never_printed_as_nothing(now: datetime) -> None:
    with pytest.raises(UndefinedError):
        Messages(hinata()).render("receipt", "ja", REFS, {}, now)


def test_on_paper_nothing_is_said_about_mails(now: datetime) -> None:
    message = Messages(hinata()).render("returned", "ja", REFS, VALUES, now, paper=True)

    assert "メール" not in message.body
