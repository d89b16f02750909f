"""What travels to another machine in the clear: doctor names each such connection, for only its operator can close it."""

import ipaddress
from urllib.parse import parse_qs, urlsplit

from portal.doctor.findings import Finding, fine, think
from portal.settings import Settings

# What PostgreSQL's client takes as "encrypted, and with nobody but the server that was named".
_SURE = "verify-full"


def look(settings: Settings) -> Finding:
    """Every connection to a machine that is not this one travels encrypted, or is named."""
    what, open_ones = "通信の暗号 / encryption between machines", in_the_clear(settings)
    if not open_ones:
        return fine(what, "ほかの機械への通信は暗号にしています / what leaves this machine is encrypted")
    return think(
        what,
        f"暗号にせず、ほかの機械と話しています / other machines are spoken to in the clear: {', '.join(open_ones)}",
        "sslmode=verify-full、rediss://、KURASHI_SMTP_TLS、https:// に。できないときは閉じた網で / or keep it in a closed network",
    )


def in_the_clear(settings: Settings) -> list[str]:
    """The settings that name such a connection, never its address, in which a password may stand."""
    found = {
        "KURASHI_DATABASE_URL": _is_open_database(settings.database_url),
        "KURASHI_REPLICA_URL": _is_open_database(settings.replica_url),
        "KURASHI_REDIS_URL": _is_plain(settings.redis_url, "redis"),
        "KURASHI_SMTP_HOST": settings.smtp_tls == "none" and not is_here(settings.smtp_host),
        "KURASHI_CLAMD_ADDRESS": not is_here(_host(settings.clamd_address)),
        "KURASHI_CARD_OCR_URL": _is_plain(settings.card_ocr_url, "http"),
        "KURASHI_OTLP_ENDPOINT": _is_plain(settings.otlp_endpoint, "http"),
        "KURASHI_CHAT_MODEL_URL": _is_plain(settings.chat_model_url, "http"),
    }
    return [name for name, is_open in found.items() if is_open]


def is_here(host: str | None) -> bool:
    """Whether a name stands for this machine, or a socket on its disk."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_plain(address: str, scheme: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == scheme and not is_here(parts.hostname)


def _is_open_database(address: str) -> bool:
    parts = urlsplit(address)
    if not parts.scheme.startswith("postgresql"):
        return False
    asked = parse_qs(parts.query)
    hosts = asked.get("host") or [parts.hostname or ""]
    away = not all(is_here(one) for host in hosts for one in host.split(","))
    return away and asked.get("sslmode") != [_SURE]


def _host(address: str) -> str:
    """The host of `host:port`; a path is a socket's."""
    return address if address.startswith("/") else address.rpartition(":")[0]
