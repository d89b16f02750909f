"""Mail: handed to a real server on this machine, or to a folder that staff can read."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal import mail
from portal.db import Database
from portal.mail import Folder, MailSender, Smtp
from portal.messages import Message, Messages
from portal.outbox import Later, Never, Row
from tests.harness.mail import Mailbox
from tests.portal.cases import hinata
from tests.portal.sending import REFS, VALUES

SENDER = "kurashi-no-mado@city.hinata.example"
TO = "hanako@mail.example"


def a_row(now: datetime, **changes: Any) -> Row:
    known: dict[str, Any] = {
        "no": 1, "id": UUID(int=1), "kind": "mail", "lane": "a", "template": "receipt", "locale": "ja",
        "refs": REFS, "attempts": 1, "made_at": now, "expires_at": None, "lease": UUID(int=2),
        "leased_until": now, "taken_at": now, "values": VALUES,
    }  # fmt: skip
    return Row(**{**known, **changes})


def a_mail(
    now: datetime, subject: str = "件名", body: str = "本文\n", to: str = TO, **changes: Any
) -> EmailMessage:
    row = a_row(now, **changes)
    return mail.compose(row, Message(subject, body, "ja"), Address("ひなた市", addr_spec=SENDER), to)


def test_a_mail_reaches_the_server_as_it_was_written(smtp: Mailbox, now: datetime) -> None:
    body = "髙﨑𠮷葛󠄀 様\n" + "長" * 2000 + "\n.\n最後\n"

    Smtp(smtp.host, smtp.port)(a_mail(now, body=body), SENDER, TO)

    (found,) = smtp.to(TO)
    assert found.get_content().replace("\r\n", "\n") == body
    assert found["Subject"] == "件名"
    assert found["From"] == f"ひなた市 <{SENDER}>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"].datetime == now
    assert smtp.envelopes == [(SENDER, (TO,))]


def test_every_attempt_is_the_same_mail(now: datetime) -> None:
    first, second = a_mail(now), a_mail(now, attempts=7)

    assert first.as_bytes() == second.as_bytes()
    assert first["Message-ID"] == f"<{UUID(int=1)}@city.hinata.example>"


@pytest.mark.parametrize("address", ["a..b@docomo.example", "abc.@docomo.example", "-x@mail.example"])
def test_old_mobile_addresses_are_reached(
    smtp: Mailbox, database: Database, now: datetime, address: str
) -> None:
    sender = MailSender(Smtp(smtp.host, smtp.port), Messages(hinata()), SENDER)

    with database.session() as session:
        sender(session, a_row(now, values={**VALUES, "to": address}))

    (_, recipients), *_ = smtp.envelopes
    assert [one.replace('"', "") for one in recipients] == [address]
    assert smtp.messages[0]["To"].addresses[0].username == address.partition("@")[0]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hanako",
        "@mail.example",
        "hanako@",
        "a b@mail.example",
        "a@b\r\nBcc: c@d.example",
        "花子@mail.example",
        "a@b c",
    ],
)
def test_what_is_no_address_is_never_tried_again(now: datetime, address: str) -> None:
    with pytest.raises(Never, match="mail_address"):
        mail.address(address)


@pytest.mark.parametrize("answer", ["550 no such user", "552 too large", "554 refused"])
def test_a_refusal_for_good_is_told_from_a_bad_moment(smtp: Mailbox, now: datetime, answer: str) -> None:
    smtp.answers = [answer, "451 try later"]
    post = Smtp(smtp.host, smtp.port)

    with pytest.raises(Never) as never:
        post(a_mail(now), SENDER, TO)
    with pytest.raises(Later) as later:
        post(a_mail(now), SENDER, TO)

    assert never.value.code == f"smtp_{answer[:3]}"
    assert later.value.code == "smtp_451"


class Refusing(Mailbox):
    """A server that turns recipients away before it reads the mail."""

    async def handle_RCPT(self, *_: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        return self.answers.pop(0)


def started(box: Mailbox, **named: Any) -> Controller:
    with socket.create_server((box.host, 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname=box.host, port=box.port, **named)
    controller.start()
    return controller


def test_a_recipient_turned_away_is_never_tried_again_unless_it_was_a_bad_moment(now: datetime) -> None:
    box = Refusing(answers=["550 unknown", "450 greylisted"])
    controller = started(box)
    try:
        with pytest.raises(Never, match="smtp_550"):
            Smtp(box.host, box.port)(a_mail(now), SENDER, TO)
        with pytest.raises(Later, match="smtp_450"):
            Smtp(box.host, box.port)(a_mail(now), SENDER, TO)
    finally:
        controller.stop()


def test_a_password_the_server_refuses_is_no_fault_of_the_recipient(now: datetime) -> None:
    box = Mailbox()

    def allowed(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == b"right"
        return AuthResult(success=right, handled=False)

    controller = started(box, authenticator=allowed, auth_require_tls=False)
    try:
        Smtp(box.host, box.port, user="town", password="right")(a_mail(now), SENDER, TO)
        with pytest.raises(Later, match="smtp_535"):
            Smtp(box.host, box.port, user="town", password="wrong")(a_mail(now), SENDER, TO)
    finally:
        controller.stop()
    assert len(box.messages) == 1


def test_a_server_that_is_down_is_tried_later(now: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(Later, match="smtp_down"):
        Smtp("127.0.0.1", port)(a_mail(now), SENDER, TO)


def test_a_mail_is_not_sent_in_the_open_where_tls_was_asked_for(smtp: Mailbox, now: datetime) -> None:
    for tls in ("starttls", "tls"):
        with pytest.raises((Later, Never)):
            Smtp(smtp.host, smtp.port, tls)(a_mail(now), SENDER, TO)

    assert not smtp.messages


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine that was signed by nobody else, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_tls_is_spoken_only_with_a_server_whose_certificate_holds(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox()
    controller = started(box, tls_context=certificate(tmp_path), require_starttls=True)
    try:
        with pytest.raises(Later, match="smtp_down"):
            Smtp("localhost", box.port, "starttls")(a_mail(now), SENDER, TO)
        assert not box.messages

        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        Smtp("localhost", box.port, "starttls")(a_mail(now), SENDER, TO)
    finally:
        controller.stop()
    assert len(box.messages) == 1


def test_a_password_never_prints_itself() -> None:
    assert "geheim" not in repr(Smtp("mail.city.example", user="town", password="geheim"))


def test_in_the_sample_town_mails_land_as_files_that_can_be_listed(
    tmp_path: Path, database: Database, now: datetime
) -> None:
    folder = tmp_path / "mails"
    sender = MailSender(Folder(folder), Messages(hinata()), SENDER)
    first, second = UUID(int=1), UUID(int=2)

    with database.session() as session:
        for row_id in (second, first, first):
            sender(session, a_row(now, id=row_id))

    listed = mail.sample_mails(folder)
    assert [one.id for one in listed] == [second, first]
    assert listed[0].to == TO
    assert listed[0].at == now
    assert "お手続きを受け取りました" in listed[0].subject
    assert VALUES["link"] in listed[0].text
    assert sorted(path.name for path in folder.iterdir()) == [f"{first}.eml", f"{second}.eml"]
    raw = message_from_bytes((folder / f"{first}.eml").read_bytes(), policy=policy.default)
    assert raw["From"] == f"ひなた市（見本） <{SENDER}>"


def test_a_mail_killed_while_it_is_written_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / f".{uuid4()}.12").write_bytes(b"half a ma")

    assert mail.sample_mails(tmp_path) == []


@pytest.mark.parametrize("name", ["../keys.toml", "x", "", "01a1fc17-6c83-7826-8036-3d622ac79a57"])
def test_nothing_but_the_id_of_a_mail_opens_a_file(tmp_path: Path, name: str) -> None:
    assert mail.sample_mail(tmp_path, name) is None


def test_a_folder_that_is_not_there_yet_holds_no_mails(tmp_path: Path) -> None:
    assert mail.sample_mails(tmp_path / "mails") == []
