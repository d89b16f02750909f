"""How often somebody may try: by network and by known device, so that no stranger can use up an owner's tries."""

from datetime import timedelta
from uuid import UUID

from portal.throttle import Claim, Limit

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
# On a device where the owner signed in before, only that device's own tries count.
OWN = Limit(10, 30 * _SECOND)
# A whole town hall may stand behind one address, so a network has many tries; right ones are given back.
NETWORK = Limit(60, 10 * _SECOND)
ACCOUNT_FROM_NETWORK = Limit(8, _MINUTE)
# All strangers together against one account. When it is empty, a new device is made known by mail, or a passkey is used.
STRANGERS = Limit(30, _MINUTE)
SECOND_STRANGERS = Limit(20, 3 * _MINUTE)
# Refilled well within the life of a link: whenever a link is refused, an earlier one still lies in the mailbox.
MAIL = Limit(4, 5 * _MINUTE)
MAIL_NETWORK = Limit(40, 20 * _SECOND)
PROVIDER_NETWORK = Limit(30, 10 * _SECOND)

BY_STRANGERS = frozenset({"staff_strangers", "staff_second_strangers"})


def password(number: str, network: str, known_device: bytes | None) -> list[Claim]:
    """What a try of a staff password costs."""
    if known_device is not None:
        return [Claim("staff_own", (number, known_device), OWN)]
    return [
        Claim("staff_network", (network,), NETWORK),
        Claim("staff_account_network", (number, network), ACCOUNT_FROM_NETWORK),
        Claim("staff_strangers", (number,), STRANGERS),
    ]


def second(staff_id: UUID, session_id: UUID | None, known_device: bytes | None) -> list[Claim]:
    """What a try of a second factor costs; a stranger first needs the password, and then has few tries for each."""
    if known_device is not None:
        return [Claim("staff_second_own", (staff_id.hex, known_device), OWN)]
    return [
        Claim("staff_second_session", (session_id.hex if session_id else "",), Limit(5, 2 * _MINUTE)),
        Claim("staff_second_strangers", (staff_id.hex,), SECOND_STRANGERS),
    ]


def mail(token: bytes, network: str, known_device: bytes | None) -> list[Claim]:
    """What a request for a mail link costs."""
    if known_device is not None:
        return [Claim("mail_own", (token, known_device), MAIL)]
    return [Claim("mail_network", (network,), MAIL_NETWORK), Claim("mail_address", (token,), MAIL)]


def provider(network: str) -> list[Claim]:
    """What a sign-in through a provider costs, since each makes us call the provider."""
    return [Claim("provider_network", (network,), PROVIDER_NETWORK)]


def own(session_id: UUID) -> list[Claim]:
    """What a try of the present password costs somebody who is signed in."""
    return [Claim("staff_own_password", (session_id.hex,), Limit(5, _MINUTE))]
