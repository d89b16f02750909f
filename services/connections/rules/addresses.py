"""Where a webhook may go: the form of its address, and which machines are out of bounds whatever name they have."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
Machine = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Beside what the library calls not global: addresses that carry another one inside them, and old private ones.
_NEVER = tuple(
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Policy:
    """What the operator allows: private networks by name, ports (none named: any), plain HTTP outside production."""

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({443})
    plain: bool = False


def policy(networks: str, ports: str, *, plain: bool) -> Policy:
    """The policy that the settings name."""
    return Policy(
        networks=tuple(ipaddress.ip_network(one.strip()) for one in networks.split(",") if one.strip()),
        ports=frozenset(int(one) for one in ports.split(",") if one.strip()),
        plain=plain,
    )


def fault(url: str, policy: Policy) -> str | None:
    """What is wrong with the form of an address, as a code; names are looked up only when something is sent."""
    if not 0 < len(url) <= LONGEST or not url.isprintable() or any(sign in url for sign in " \\"):
        return "webhook_url"
    try:
        parts, port = urlsplit(url), port_of(urlsplit(url))
    except ValueError:
        return "webhook_url"
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        return "webhook_url"
    if parts.scheme not in _PORTS or (parts.scheme == "http" and not policy.plain):
        return "webhook_https"
    if policy.ports and port not in policy.ports:
        return "webhook_port"
    machine = _literal(parts.hostname)
    return "webhook_private" if machine is not None and not may_reach(str(machine), policy) else None


def port_of(parts: SplitResult) -> int:
    """The port of an address; ValueError where it is none."""
    return parts.port if parts.port is not None else _PORTS.get(parts.scheme, 0)


def may_reach(address: str, policy: Policy) -> bool:
    """Whether a machine that a name led to may be spoken to."""
    machine = _literal(address)
    if machine is None or getattr(machine, "scope_id", None):
        return False
    if any(machine in network for network in policy.networks if network.version == machine.version):
        return True
    if not machine.is_global or machine.is_multicast:
        return False
    return not any(machine in network for network in _NEVER if network.version == machine.version)


def _literal(text: str) -> Machine | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
