"""Throttling: buckets in the database that slow down guessing, and never let a stranger lock somebody out.

In 2020 a city's booking system locked accounts, named by a guessable number, after five wrong passwords, and some
445,000 tries shut out its users. So no bucket here belongs to an account alone: a known device has its own, a network
has its own, and when strangers everywhere have emptied theirs, a new device can still prove itself by mail or passkey.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, case, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, inserting
from portal.refused import Refused
from portal.vault import vault_of


class Bucket(Base):
    """One counter: the moment, in milliseconds, at which it will be as good as never used."""

    __tablename__ = "throttle_bucket"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    free_at: Mapped[int] = mapped_column(BigInteger, index=True)


@dataclass(frozen=True)
class Limit:
    """So many tries at once, and one more after every pause."""

    burst: int
    every: timedelta

    @property
    def step(self) -> int:
        """What one try costs, in milliseconds."""
        return int(self.every / timedelta(milliseconds=1))


@dataclass(frozen=True)
class Claim:
    """One try against one bucket; `parts` say whose it is and are kept as a token only."""

    name: str
    parts: tuple[str | bytes, ...]
    limit: Limit

    def key(self, session: Session) -> bytes:
        """The bucket's key: an address or account number cannot be read from it."""
        texts = [part.hex() if isinstance(part, bytes) else part for part in self.parts]
        return vault_of(session).token("throttle", "\0".join((self.name, *texts)))


class TooMany(Refused):
    """Too many tries from here; `claim` says which bucket was empty, `minutes` when it will not be."""

    def __init__(self, claim: Claim, wait: timedelta) -> None:
        super().__init__("too_many_tries", 429, minutes=max(1, -(-int(wait.total_seconds()) // 60)))
        self.claim = claim


def network(address: str | None) -> str:
    """What one household or office shares: an IPv4 address, or the 56 bits an IPv6 provider gives one customer."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 56), strict=False))
    return str(found)


def take(session: Session, claims: Sequence[Claim], now: datetime) -> None:
    """Take one try from each bucket, or raise TooMany; inside a writing block of its own, which the caller keeps short.

    A try is taken before the secret is looked at, so that a thousand requests at once are still counted one by one; it
    is given back when the secret was right. What was taken from the buckets before an empty one goes back by roll-back.
    """
    for claim in claims:
        if not _take(session, claim, now):
            raise TooMany(claim, wait(session, claim, now))


def give_back(session: Session, claims: Sequence[Claim]) -> None:
    """The secret was right: the tries do not count."""
    for claim in claims:
        session.execute(
            update(Bucket)
            .where(Bucket.key == claim.key(session))
            .values(free_at=Bucket.free_at - claim.limit.step)
        )


def wait(session: Session, claim: Claim, now: datetime) -> timedelta:
    """How long until this bucket gives one more try."""
    free_at = session.scalar(select(Bucket.free_at).where(Bucket.key == claim.key(session))) or 0
    over = free_at + claim.limit.step - _millis(now) - claim.limit.burst * claim.limit.step
    return timedelta(milliseconds=max(0, over))


def sweep(session: Session, now: datetime) -> None:
    """Forget the buckets that are as good as never used, inside the caller's writing block."""
    session.execute(delete(Bucket).where(Bucket.free_at < _millis(now)))


def _take(session: Session, claim: Claim, now: datetime) -> bool:
    moment, step = _millis(now), claim.limit.step
    # Further ahead than a full bucket was written by a clock that has been put back since, and must lock nobody out.
    believed = Bucket.free_at.between(moment, moment + limit_of(claim))
    after = case((believed, Bucket.free_at), else_=moment) + step
    # One statement, so that two tries at the same instant cannot both be the last one.
    done = session.execute(
        inserting(session, Bucket)
        .values(key=claim.key(session), free_at=moment + step)
        .on_conflict_do_update(
            index_elements=[Bucket.key],
            set_={"free_at": after},
            where=after <= moment + claim.limit.burst * step,
        )
        .returning(Bucket.free_at)
    )
    return done.first() is not None


def limit_of(claim: Claim) -> int:
    """How far ahead, in milliseconds, a bucket can be filled."""
    return claim.limit.burst * claim.limit.step


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
