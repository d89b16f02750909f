"""Settings: frozen, from the environment; in production a missing secret stops the start."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from portal.credentials import handed

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "KURASHI_"


def told(default: Any, says: str, *, hidden: bool = False) -> Any:
    """A setting: its value by itself, its sentence in the README, and whether logs and failures must not show it."""
    return field(default=default, repr=not hidden, metadata={"says": says})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of one town's portal; the README lists them in one table made from this class."""

    town: str = told("hinata", "the town's folder under portal/packs/")
    towns_file: Path | None = told(
        None, "TOML list of the towns that one deployment serves (docs/towns.md); empty: one town"
    )
    packs: Path = told(ROOT / "portal" / "packs", "where the towns' folders are")
    var: Path = told(ROOT / "var", "where database, files and sample mails are kept by default")
    production: bool = told(False, "refuse to start without secrets; cookies only over HTTPS")
    base_url: str = told("http://127.0.0.1:8000", "the address residents use; links in mails start with it")
    database_url: str = told("", "SQLAlchemy address; empty: SQLite under var/", hidden=True)
    replica_url: str = told(
        "",
        "a copy of the database, kept up by PostgreSQL, that dashboards and open data read; empty: the database itself",
        hidden=True,
    )
    redis_url: str = told(
        "",
        "Redis or Valkey, redis://host:6379/0, in which several machines count together; empty: each process counts alone",
        hidden=True,
    )
    secret_key: str = told("", "signs cookies and form tokens; 32 random bytes or more, base64", hidden=True)
    town_keys: str = told("", "name:base64 of 32 bytes, comma separated; wraps every data key", hidden=True)
    current_key: str = told("", "the town key that new data is wrapped by; empty: the last one")
    backup_key: str = told(
        "",
        "seals backups; 32 random bytes, base64; keep it and the town keys apart from the backups",
        hidden=True,
    )
    smtp_host: str = told("", "mail server; empty: mails land as .eml files under var/")
    smtp_port: int = told(25, "mail server's port")
    smtp_tls: Literal["none", "starttls", "tls"] = told("none", "how the mail server is spoken to")
    smtp_user: str = told("", "mail account")
    smtp_password: str = told("", "mail password", hidden=True)
    mail_from: str = told("", "sender of mails; empty: the pack's")
    bounce_folder: Path | None = told(None, "folder in which bounced mails are dropped as .eml")
    files_url: str = told("", "file:///…, s3://bucket/prefix or memory:; empty: a folder under var/")
    clamd_address: str = told("", "ClamAV's daemon, host:port or a socket's path; empty: no scanner")
    scanner_down: Literal["refuse", "accept"] = told("refuse", "what to do when the scanner is silent")
    oidc_providers_file: Path | None = told(None, "TOML list of OpenID Connect providers")
    card_trust: Path | None = told(None, "CA certificates that card signatures are checked against")
    stripe_url: str = told("https://api.stripe.com", "where Stripe is asked")
    stripe_secret_key: str = told(
        "",
        "the city's account at Stripe; empty: no payment online, in a sample town a made-up page",
        hidden=True,
    )
    stripe_webhook_secret: str = told(
        "",
        "signs Stripe's messages to /payments/stripe/webhook; two while one is exchanged, comma separated",
        hidden=True,
    )
    stripe_methods: str = told(
        "card,konbini", "what the account offers: card, konbini, paypay, comma separated"
    )
    trusted_hosts: str = told("", "host names served, comma separated; empty: any (not in production)")
    proxies: int = told(0, "how many proxies in front set X-Forwarded-For")
    forms_per_network: int = told(
        400,
        "how many forms one network may begin, and hand in, at once at each web process, and one more every six seconds; 0: any number",
    )
    let_in_per_second: Annotated[int, Meta(ge=1)] = told(
        10, "how many people a second go on from the waiting room when a booking that very many want opens"
    )
    api_per_minute: int = told(300, "how many requests a minute each token of /api/v1 may make, and at once")
    webhook_networks: str = told(
        "",
        "private networks that webhooks may reach, as 10.1.2.0/24, comma separated; empty: public addresses only",
    )
    webhook_ports: str = told("443", "ports that webhooks may reach, comma separated; empty: any")
    card_bridge_port: Annotated[int, Meta(ge=0, le=65535)] = told(
        0,
        "port of the card bridge on the counters' own PCs (docs/operating.md), usually 47600; 0: no card readers",
    )
    card_ocr_url: str = told(
        "",
        "recogniser for pictures of documents, inside the city's network, as http://10.1.2.3:8080/card; empty: none",
    )
    chat_hours: Annotated[int, Meta(ge=1, le=24 * 30)] = told(
        24, "for how many hours after its last word a talk with the answer bot is kept"
    )
    chat_days: Annotated[int, Meta(ge=1, le=730)] = told(
        180,
        "for how many days a question to the answer bot is kept, masked, to see what the town does not answer",
    )
    chat_model_url: str = told(
        "",
        "OpenAI-compatible address of a language model that may put answers together, as https://10.1.2.3/v1; empty: none (docs/operating.md)",
    )
    chat_model_name: str = told("", "the model's name there")
    chat_model_key: str = told("", "the key it wants, if any", hidden=True)
    chat_embed_name: str = told(
        "", "the name there of a model of /embeddings for a second opinion on what was found; empty: none"
    )
    chat_rerank_name: str = told("", "the name there of a model of /rerank for the same; empty: none")
    chat_model_seconds: Annotated[float, Meta(gt=0, le=20)] = told(
        4, "how long its answer is waited for before the town's own words are shown"
    )
    line_token: str = told(
        "", "channel access token of the town's LINE account; empty: no LINE (docs/operating.md)", hidden=True
    )
    line_secret: str = told("", "channel secret: signs what LINE tells us", hidden=True)
    line_api_url: str = told("https://api.line.me", "where LINE is asked")
    line_data_url: str = told("https://api-data.line.me", "where pictures come from and go to at LINE")
    line_agree_url: str = told(
        "https://access.line.me/dialog/bot/accountLink", "where LINE asks whether an account is to be linked"
    )
    line_reserve: Annotated[int, Meta(ge=0, le=90)] = told(
        10, "percent of the month's LINE messages that only disasters may use"
    )
    line_personal: Annotated[int, Meta(ge=0, le=90)] = told(
        20, "percent of the month's LINE messages that notices to many leave for notices to one"
    )
    alert_folder: Path | None = told(
        None, "folder in which the mails of 防災メール are dropped as .eml (docs/operating.md)"
    )
    map_tiles: str = told(
        "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png",
        "where the pictures of a map come from; empty: maps show places on an empty ground",
    )
    map_credit: str = told("地理院タイル", "whose map that is, as its owner wants to be named")
    breached_passwords: Path | None = told(
        None,
        "more breached passwords that nobody may choose: SHA-1, a line each, sorted (docs/operating.md); empty: those that come along",
    )
    log_level: str = told("INFO", "how much is logged")
    log_requests: bool = told(
        False, "a log line for every request; without it only for failed, refused and slow ones"
    )
    slow_query_ms: Annotated[int, Meta(ge=0)] = told(
        500, "a statement that takes longer is logged, without its values; 0: none is"
    )
    otlp_endpoint: str = told(
        "",
        "OpenTelemetry collector (OTLP over HTTP), as http://127.0.0.1:4318; empty: none. First: `pip install --require-hashes -r requirements/tracing.txt`",
    )

    def __post_init__(self) -> None:
        if self.production and self.towns_file is None:
            # Of a list of towns each has its own, and is held to this by itself.
            self._has_secrets()
        if (self.chat_embed_name or self.chat_rerank_name) and not self.chat_model_url:
            raise ValueError(
                "KURASHI_CHAT_EMBED_NAME and KURASHI_CHAT_RERANK_NAME need KURASHI_CHAT_MODEL_URL"
            )
        _networks(self.webhook_networks)
        _ports(self.webhook_ports)
        _model(self.chat_model_url)
        _collector(self.otlp_endpoint)
        _tiles(self.map_tiles)
        _near(self.card_ocr_url)

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """Settings as they were written down; a ValueError quotes nothing of what was."""
        return msgspec.convert(said, cls, strict=False, dec_hook=_built)

    @classmethod
    def of_environment(cls) -> Self:
        """What the environment says, and sealed secrets; a number or a choice that is left empty is not said."""
        found = {one.name: os.environ.get(PREFIX + one.name.upper()) for one in fields(cls)}
        sealed = {one.name: handed(PREFIX + one.name.upper()) for one in fields(cls) if not one.repr}
        found |= {name: secret for name, secret in sealed.items() if secret is not None}
        texts = {one.name for one in fields(cls) if one.type is str}
        said = {name: value for name, value in found.items() if value or (value == "" and name in texts)}
        try:
            return cls.read(said)
        except msgspec.ValidationError as fault:
            raise ValueError(
                re.sub(r"\$\.(\w+)", lambda name: PREFIX + name[1].upper(), str(fault))
            ) from None

    def _has_secrets(self) -> None:
        missing = [name for name in ("secret_key", "town_keys", "database_url") if not getattr(self, name)]
        if self.stripe_secret_key and not self.stripe_webhook_secret:
            missing.append("stripe_webhook_secret")
        if bool(self.line_token) != bool(self.line_secret):
            missing.append("line_secret" if self.line_token else "line_token")
        if missing:
            names = ", ".join(f"{PREFIX}{name.upper()}" for name in missing)
            raise ValueError(f"in production these must be set: {names}")

    @property
    def line(self) -> bool:
        """Whether the town has a LINE account."""
        return bool(self.line_token and self.line_secret)

    @property
    def line_simulated(self) -> bool:
        """Whether LINE is only tried out: the page of our own stands in for it (flask line simulate)."""
        ours = f"{self.base_url.rstrip('/')}/line/simulator/"
        return self.line and not self.production and self.line_api_url.startswith(ours)

    @property
    def home(self) -> Path:
        """The folder of this town's own data."""
        return self.var / self.town

    @property
    def database(self) -> str:
        """Where the database is."""
        return self.database_url or f"sqlite:///{self.home / 'town.db'}"

    @property
    def files(self) -> str:
        """Where the files are."""
        return self.files_url or (self.home / "files").absolute().as_uri()

    @property
    def mail_folder(self) -> Path | None:
        """Where mails land when there is no mail server."""
        return None if self.smtp_host else self.home / "mails"


def _built(kind: type, said: object) -> object:
    if kind is not Path or not isinstance(said, str | Path):
        raise TypeError(f"{kind.__name__} is written as text")
    return Path(said)


def _networks(named: str) -> None:
    for one in filter(None, map(str.strip, named.split(","))):
        ipaddress.ip_network(one)


def _ports(named: str) -> None:
    ports = [one for one in map(str.strip, named.split(",")) if one]
    if not all(one.isdecimal() and 0 < int(one) < 65536 for one in ports):
        raise ValueError("ports are numbers between 1 and 65535")


def _model(address: str) -> None:
    parts = urlsplit(address)
    if address and not (parts.hostname and parts.scheme in ("http", "https")):
        raise ValueError("the model's address begins with https://, or http:// inside the city's network")


def _collector(address: str) -> None:
    parts = urlsplit(address)
    if address and not (parts.hostname and parts.scheme in ("http", "https")):
        raise ValueError("KURASHI_OTLP_ENDPOINT is an address as http://127.0.0.1:4318")


def _tiles(address: str) -> None:
    parts = urlsplit(address)
    whole = (
        parts.hostname and parts.scheme == "https" and all(one in address for one in ("{z}", "{x}", "{y}"))
    )
    # The host goes into the content policy, where a stray mark would open more than one host.
    if address and not (whole and re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc)):
        raise ValueError("tiles have an address as https://example.jp/{z}/{x}/{y}.png")


def _near(address: str) -> None:
    """A face leaves the city's network for nobody: this machine, or a private one by its number."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not address or (host == "localhost" and parts.scheme in ("http", "https")):
        return
    try:
        near = ipaddress.ip_address(host).is_private and parts.scheme in ("http", "https")
    except ValueError:
        near = False
    if not near:
        raise ValueError(
            "a machine inside the city's network is named by its number, as http://10.1.2.3:8080/card"
        )
