"""What the law asks before a cremation: 24 hours, and a permit; these are no choice of a town's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from portal.opening import TOKYO, midnight
from portal.pack.crematorium import Kind

# 墓地、埋葬等に関する法律 第3条: not before 24 hours have passed since the death or the stillbirth.
WAIT = timedelta(hours=24)
# A body, which 第2条 says includes a stillborn child from the fourth month on, needs 火葬許可証 (第5条, 第14条第3項);
# buried remains need 改葬許可証 (第14条第3項). Parts of a living person's body and animals are not what that law is about.
PERMITS: Mapping[Kind, bool] = MappingProxyType(
    {Kind.PERSON: True, Kind.STILLBORN: True, Kind.REBURIAL: True, Kind.PART: False, Kind.PET: False}
)
DIED = frozenset({Kind.PERSON, Kind.STILLBORN})


@dataclass(frozen=True)
class Death:
    """What is known of the moment, and of the exceptions that the law names."""

    on: date
    at: time | None
    # 妊娠七箇月に満たない死産: of less than 24 weeks (第3条但書).
    early_stillbirth: bool = False
    # 感染症の予防及び感染症の患者に対する医療に関する法律 第30条第3項: within 24 hours.
    infection: bool = False


def latest_moment(death: Death) -> datetime:
    """The latest moment at which it can have happened: of a time unknown the end of the day, of a minute told its end."""
    if death.at is None:
        return midnight(death.on + timedelta(days=1))
    return datetime.combine(death.on, death.at, TOKYO) + timedelta(minutes=1)


def earliest(kind: Kind, death: Death | None) -> datetime | None:
    """From when on the cremation is lawful; None where no time has to pass."""
    if kind not in DIED:
        return None
    if death is None:
        raise ValueError("the moment of a death is always asked for")
    if death.infection or (kind is Kind.STILLBORN and death.early_stillbirth):
        return None
    return latest_moment(death) + WAIT


def needs_permit(kind: Kind) -> bool:
    """Whether nobody may be cremated without the permit (第14条第3項)."""
    return PERMITS[kind]
