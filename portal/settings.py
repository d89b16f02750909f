"""Settings: frozen, from the environment; in production a missing secret stops the start."""

import ipaddress
import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting of one town's portal; the README lists them in one table made from this class."""

    model_config = SettingsConfigDict(env_prefix="KURASHI_", frozen=True, extra="ignore")

    town: str = Field("hinata", description="the town's folder under portal/packs/")
    towns_file: Path | None = Field(
        None, description="TOML list of the towns that one deployment serves (docs/towns.md); empty: one town"
    )
    packs: Path = Field(ROOT / "portal" / "packs", description="where the towns' folders are")
    var: Path = Field(ROOT / "var", description="where database, files and sample mails are kept by default")
    production: bool = Field(False, description="refuse to start without secrets; cookies only over HTTPS")
    base_url: str = Field(
        "http://127.0.0.1:8000", description="the address residents use; links in mails start with it"
    )
    database_url: str = Field("", description="SQLAlchemy address; empty: SQLite under var/")
    replica_url: str = Field(
        "",
        description="a copy of the database, kept up by PostgreSQL, that dashboards and open data read; empty: the database itself",
    )
    redis_url: str = Field(
        "",
        description="Redis or Valkey, redis://host:6379/0, in which several machines count together; empty: each process counts alone",
        repr=False,
    )
    secret_key: str = Field("", description="signs cookies and form tokens; 32 random bytes or more, base64")
    town_keys: str = Field("", description="name:base64 of 32 bytes, comma separated; wraps every data key")
    current_key: str = Field("", description="the town key that new data is wrapped by; empty: the last one")
    backup_key: str = Field(
        "",
        description="seals backups; 32 random bytes, base64; keep it and the town keys apart from the backups",
        repr=False,
    )
    smtp_host: str = Field("", description="mail server; empty: mails land as .eml files under var/")
    smtp_port: int = Field(25, description="mail server's port")
    smtp_tls: Literal["none", "starttls", "tls"] = Field(
        "none", description="how the mail server is spoken to"
    )
    smtp_user: str = Field("", description="mail account")
    smtp_password: str = Field("", description="mail password")
    mail_from: str = Field("", description="sender of mails; empty: the pack's")
    bounce_folder: Path | None = Field(None, description="folder in which bounced mails are dropped as .eml")
    files_url: str = Field(
        "", description="file:///…, s3://bucket/prefix or memory:; empty: a folder under var/"
    )
    clamd_address: str = Field(
        "", description="ClamAV's daemon, host:port or a socket's path; empty: no scanner"
    )
    scanner_down: Literal["refuse", "accept"] = Field(
        "refuse", description="what to do when the scanner is silent"
    )
    oidc_providers_file: Path | None = Field(None, description="TOML list of OpenID Connect providers")
    card_trust: Path | None = Field(
        None, description="CA certificates that card signatures are checked against"
    )
    stripe_url: str = Field("https://api.stripe.com", description="where Stripe is asked")
    stripe_secret_key: str = Field(
        "",
        description="the city's account at Stripe; empty: no payment online, in a sample town a made-up page",
    )
    stripe_webhook_secret: str = Field(
        "",
        description="signs Stripe's messages to /payments/stripe/webhook; two while one is exchanged, comma separated",
    )
    stripe_methods: str = Field(
        "card,konbini", description="what the account offers: card, konbini, paypay, comma separated"
    )
    trusted_hosts: str = Field(
        "", description="host names served, comma separated; empty: any (not in production)"
    )
    proxies: int = Field(0, description="how many proxies in front set X-Forwarded-For")
    forms_per_network: int = Field(
        400,
        description="how many forms one network may begin, and hand in, at once at each web process, and one more every six seconds; 0: any number",
    )
    let_in_per_second: int = Field(
        10,
        ge=1,
        description="how many people a second go on from the waiting room when a booking that very many want opens",
    )
    api_per_minute: int = Field(
        300, description="how many requests a minute each token of /api/v1 may make, and at once"
    )
    webhook_networks: str = Field(
        "",
        description="private networks that webhooks may reach, as 10.1.2.0/24, comma separated; empty: public addresses only",
    )
    webhook_ports: str = Field(
        "443", description="ports that webhooks may reach, comma separated; empty: any"
    )
    card_bridge_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="port of the card bridge on the counters' own PCs (docs/operating.md), usually 47600; 0: no card readers",
    )
    card_ocr_url: str = Field(
        "",
        description="recogniser for pictures of documents, inside the city's network, as http://10.1.2.3:8080/card; empty: none",
    )
    chat_hours: int = Field(
        24,
        ge=1,
        le=24 * 30,
        description="for how many hours after its last word a talk with the answer bot is kept",
    )
    chat_days: int = Field(
        180,
        ge=1,
        le=730,
        description="for how many days a question to the answer bot is kept, masked, to see what the town does not answer",
    )
    chat_model_url: str = Field(
        "",
        description="OpenAI-compatible address of a language model that may put answers together, as https://10.1.2.3/v1; empty: none (docs/operating.md)",
    )
    chat_model_name: str = Field("", description="the model's name there")
    chat_model_key: str = Field("", description="the key it wants, if any", repr=False)
    chat_embed_name: str = Field(
        "",
        description="the name there of a model of /embeddings for a second opinion on what was found; empty: none",
    )
    chat_rerank_name: str = Field(
        "", description="the name there of a model of /rerank for the same; empty: none"
    )
    chat_model_seconds: float = Field(
        4, gt=0, le=20, description="how long its answer is waited for before the town's own words are shown"
    )
    line_token: str = Field(
        "",
        description="channel access token of the town's LINE account; empty: no LINE (docs/operating.md)",
        repr=False,
    )
    line_secret: str = Field("", description="channel secret: signs what LINE tells us", repr=False)
    line_api_url: str = Field("https://api.line.me", description="where LINE is asked")
    line_data_url: str = Field(
        "https://api-data.line.me", description="where pictures come from and go to at LINE"
    )
    line_agree_url: str = Field(
        "https://access.line.me/dialog/bot/accountLink",
        description="where LINE asks whether an account is to be linked",
    )
    line_reserve: int = Field(
        10,
        ge=0,
        le=90,
        description="percent of the month's LINE messages that only disasters may use",
    )
    line_personal: int = Field(
        20,
        ge=0,
        le=90,
        description="percent of the month's LINE messages that notices to many leave for notices to one",
    )
    alert_folder: Path | None = Field(
        None, description="folder in which the mails of 防災メール are dropped as .eml (docs/operating.md)"
    )
    map_tiles: str = Field(
        "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png",
        description="where the pictures of a map come from; empty: maps show places on an empty ground",
    )
    map_credit: str = Field("地理院タイル", description="whose map that is, as its owner wants to be named")
    breached_passwords: Path | None = Field(
        None,
        description="breached passwords that nobody may choose: SHA-1, a line each, sorted (docs/operating.md); empty: only common ones",
    )
    log_level: str = Field("INFO", description="how much is logged")
    log_requests: bool = Field(
        False, description="a log line for every request; without it only for failed, refused and slow ones"
    )
    slow_query_ms: int = Field(
        500, ge=0, description="a statement that takes longer is logged, without its values; 0: none is"
    )

    @model_validator(mode="after")
    def _secrets(self) -> Self:
        # Of a list of towns each has its own, and is held to this by itself.
        if self.production and self.towns_file is None:
            missing = [
                name for name in ("secret_key", "town_keys", "database_url") if not getattr(self, name)
            ]
            if self.stripe_secret_key and not self.stripe_webhook_secret:
                missing.append("stripe_webhook_secret")
            if bool(self.line_token) != bool(self.line_secret):
                missing.append("line_secret" if self.line_token else "line_token")
            if missing:
                names = ", ".join(f"KURASHI_{name.upper()}" for name in missing)
                raise ValueError(f"in production these must be set: {names}")
        return self

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, named: str) -> str:
        for one in filter(None, map(str.strip, named.split(","))):
            ipaddress.ip_network(one)
        return named

    @field_validator("webhook_ports")
    @classmethod
    def _ports(cls, named: str) -> str:
        if not all(
            one.isdecimal() and 0 < int(one) < 65536 for one in map(str.strip, named.split(",")) if one
        ):
            raise ValueError("ports are numbers between 1 and 65535")
        return named

    @field_validator("chat_model_url")
    @classmethod
    def _model(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and not (parts.hostname and parts.scheme in ("http", "https")):
            raise ValueError("the model's address begins with https://, or http:// inside the city's network")
        return address

    @model_validator(mode="after")
    def _opinions_have_an_address(self) -> Self:
        if (self.chat_embed_name or self.chat_rerank_name) and not self.chat_model_url:
            raise ValueError(
                "KURASHI_CHAT_EMBED_NAME and KURASHI_CHAT_RERANK_NAME need KURASHI_CHAT_MODEL_URL"
            )
        return self

    @field_validator("map_tiles")
    @classmethod
    def _tiles(cls, address: str) -> str:
        parts = urlsplit(address)
        whole = (
            parts.hostname
            and parts.scheme == "https"
            and all(one in address for one in ("{z}", "{x}", "{y}"))
        )
        # The host goes into the content policy, where a stray mark would open more than one host.
        if address and not (whole and re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc)):
            raise ValueError("tiles have an address as https://example.jp/{z}/{x}/{y}.png")
        return address

    @field_validator("card_ocr_url")
    @classmethod
    def _near(cls, address: str) -> str:
        """A face leaves the city's network for nobody: this machine, or a private one by its number."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if not address or (host == "localhost" and parts.scheme in ("http", "https")):
            return address
        try:
            near = ipaddress.ip_address(host).is_private and parts.scheme in ("http", "https")
        except ValueError:
            near = False
        if not near:
            raise ValueError(
                "a machine inside the city's network is named by its number, as http://10.1.2.3:8080/card"
            )
        return address

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
