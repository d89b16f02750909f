"""What stands around the database: settings, keys, files, scanner, mail, the town's folder, room on the disk, backups."""

import base64
import binascii
import io
import re
import secrets
import shutil
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal import mail, tracing
from portal.db import new_id
from portal.doctor.findings import Finding, State, fine, think, wrong
from portal.files.store import seal
from portal.house import House
from portal.pack import check as pack_check
from portal.refused import Refused

# Below this much room a database stops taking anything at all, and nothing here can help any more.
ROOM = 2 * 1024**3
# Whoever renews it by a machine does so a month before; with less than that nobody noticed that it failed.
SOON, PATIENCE = 14, 5.0


def settings(house: House) -> Iterator[Finding]:
    settings, address = house.settings, urlsplit(house.settings.base_url)
    if not settings.production:
        yield think(
            "本番 / production",
            "見本の設定で動いています / runs with sample settings",
            "本番なら KURASHI_PRODUCTION=1 / set it for a real town",
        )
        return
    yield fine("本番 / production", settings.town)
    secure = address.scheme == "https"
    yield Finding(
        State.FINE if secure else State.WRONG,
        "アドレス / address",
        settings.base_url,
        "" if secure else "https:// にしないと、Cookie が送られません / cookies only travel over https",
    )
    hosts = [one.strip() for one in settings.trusted_hosts.split(",") if one.strip()]
    if hosts and address.hostname not in hosts:
        yield wrong(
            "ホスト名 / host",
            f"{address.hostname} は KURASHI_TRUSTED_HOSTS にありません / is not among them",
            "足してください / add it",
        )
    if not settings.proxies:
        yield think(
            "プロキシ / proxies",
            "0",
            "前に nginx があるなら KURASHI_PROXIES=1。忘れると町じゅうが一つのネットワークに見えます / "
            "with nginx in front set 1, or the whole town looks like one network",
        )


def certificate(house: House) -> Finding:
    """What a browser would be shown at the town's own address."""
    what, address = "証明書 / certificate", urlsplit(house.settings.base_url)
    try:
        left = _lasts(address.hostname or "", address.port or 443) - house.now().timestamp()
    except ssl.SSLCertVerificationError as error:
        return wrong(
            what,
            f"ブラウザーが信じません / browsers do not trust it ({error.verify_message})",
            "公の認証局の証明書を、途中の証明書と一緒に置きます / one of a public authority, with its chain",
        )
    except OSError as error:
        return think(
            what,
            f"ここからは確かめられません / cannot be looked at from here ({type(error).__name__})",
            "外から https:// で開いて確かめてください / open the address from elsewhere",
        )
    days = int(left // 86_400)
    if days < SOON:
        return wrong(
            what,
            f"あと{days}日 / {days} days left",
            "更新の仕組みを見てください / see why it was not renewed",
        )
    return fine(what, f"あと{days}日 / {days} days left")


def _lasts(host: str, port: int) -> float:
    """When the certificate shown there ends; one that a browser would refuse raises."""
    trust = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as wire,
        trust.wrap_socket(wire, server_hostname=host) as told,
    ):
        shown = told.getpeercert()
    return float(ssl.cert_time_to_seconds(str((shown or {})["notAfter"])))


def passwords(house: House) -> Finding:
    what = "漏れたパスワードの一覧 / breached passwords"
    more = house.settings.breached_passwords
    if more is None:
        return fine(what, "製品に付く一覧を見ます / the list that comes along is looked at")
    try:
        with more.open("rb") as lines:
            hashed = re.match(rb"[0-9A-Fa-f]{40}\b", lines.readline(80))
    except OSError as error:
        return wrong(
            what,
            f"置かれたはずの一覧を読めません / the operator's cannot be read ({type(error).__name__})",
            "KURASHI_BREACHED_PASSWORDS を見てください / look at its path (docs/operating.md)",
        )
    if not hashed:
        return wrong(
            what,
            "一覧がSHA-1ではありません / the operator's is not of SHA-1",
            "「SHA-1・ハッシュ順」の一覧に替えます / take the one of SHA-1, ordered by hash",
        )
    return fine(what, "製品に付く一覧と、置かれた一覧を見ます / that list and the operator's are looked at")


def keys(house: House) -> Iterator[Finding]:
    for name, key, least in (
        ("secret_key", house.secret_key, 32),
        ("backup_key", _bytes(house.settings.backup_key), 32),
    ):
        if key and len(key) < least:
            yield wrong(
                f"KURASHI_{name.upper()}",
                f"{len(key)} バイト / bytes",
                "openssl rand -base64 32 で作り直します / make a new one",
            )


def files(house: House) -> Finding:
    what, probe, content = "ファイル置き場 / files", new_id(), secrets.token_bytes(1000)
    house.files.put(probe, seal(content[:32], io.BytesIO(content)))
    try:
        whole = b"".join(house.files.get(probe)) != b""
    finally:
        house.files.delete(probe)
    state = State.FINE if whole else State.WRONG
    return Finding(state, what, "書いて、読んで、消せます / can be written, read and deleted")


def scanner(house: House) -> Finding:
    what = "ウイルス検査 / virus scanner"
    if not house.settings.clamd_address:
        return think(what, "ありません / none", "KURASHI_CLAMD_ADDRESS に ClamAV を / name a ClamAV daemon")
    try:
        replace(house.files.scanner, when_down="refuse").check(io.BytesIO(b"%PDF-1.4\n"))
    except Refused as refused:
        return wrong(
            what, f"答えません / does not answer ({refused.code})", "clamd を動かしてください / start clamd"
        )
    return fine(what, "答えます / answers")


def tally(house: House) -> Finding:
    what = "Redis"
    if house.tally is None or not house.tally.answers():
        return wrong(
            what,
            "答えません。どの工程も一人で数えています / does not answer; each process counts alone",
            "KURASHI_REDIS_URL と、Redis が動いているかを見てください / is it running?",
        )
    return fine(what, "答えます / answers")


def collector(endpoint: str) -> Finding:
    """Whether what spans are sent to takes a batch without any; where it does not, nothing but the spans is lost."""
    import httpx

    what = "OpenTelemetry"
    try:
        said = httpx.post(
            tracing.whole(endpoint),
            content=b"",
            headers={"Content-Type": "application/x-protobuf"},
            timeout=PATIENCE,
        )
    except httpx.HTTPError as error:
        told = type(error).__name__
    else:
        if said.is_success:
            return fine(what, "答えます / answers")
        told = str(said.status_code)
    return think(
        what,
        f"集める所が答えません / the collector does not take spans ({told})",
        "KURASHI_OTLP_ENDPOINT と、集める所が動いているかを見てください。窓口は止まりません / is it running? the portal goes on without",
    )


def post(house: House) -> Finding:
    what, settings = "メール / mail", house.settings
    if settings.mail_folder is not None:
        return think(
            what,
            f"ファイルに書いています / written as files ({settings.mail_folder})",
            "KURASHI_SMTP_HOST にメールサーバーを / name a mail server",
        )
    server = mail.Smtp(
        settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_user, settings.smtp_password
    )
    try:
        server.greet()
    except (smtplib.SMTPException, OSError) as error:
        return wrong(
            what,
            f"サーバーが受けません / the server does not take us ({type(error).__name__})",
            "KURASHI_SMTP_… を見てください / see these settings",
        )
    return fine(what, f"{settings.smtp_host}:{settings.smtp_port}")


def pack(house: House) -> Finding:
    faults = pack_check.check(house.settings.packs / house.settings.town)
    if faults:
        return wrong(
            "市のフォルダ / the town's folder",
            f"{len(faults)} か所 / faults: {faults[0]}",
            "flask --app wsgi pack check",
        )
    return fine("市のフォルダ / the town's folder", house.town.code)


def room(house: House) -> Iterator[Finding]:
    places = {house.settings.home}
    if house.db.is_sqlite:
        places.add(Path(str(house.db.url.database)).parent)
    stored = urlsplit(house.settings.files)
    if stored.scheme == "file":
        places.add(Path(unquote(stored.path)))
    for place in sorted(one for one in places if one.exists()):
        free = shutil.disk_usage(place).free
        state = State.FINE if free > ROOM else State.WRONG
        todo = (
            "" if free > ROOM else "場所を空けてください。いっぱいになると何も受け付けられません / make room"
        )
        yield Finding(state, "空き / free space", f"{place}: {free / 1024**3:.1f} GB", todo)


def backup(house: House) -> Finding:
    if not house.settings.backup_key:
        return think(
            "控え / backups",
            "鍵がありません / no key",
            "KURASHI_BACKUP_KEY を作り、毎晩 flask --app wsgi backup / make one and back up every night",
        )
    return fine("控え / backups", "鍵があります / there is a key")


def _bytes(told: str) -> bytes:
    try:
        return base64.b64decode(told, validate=True)
    except binascii.Error:
        return b"?"
