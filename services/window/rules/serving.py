"""A visit at the counter: what lies sealed about it, whose word an answer is, and until when it may last."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from portal import opening
from portal.opening import Calendar
from portal.words import N_

SERVE = "window.serve"
# Whose word an answer is; a card is named by its kind.
RESIDENT, STAFF = "resident", "staff"
SOURCES: Mapping[str, str] = {
    RESIDENT: N_("本人"),
    STAFF: N_("職員"),
    "myna": N_("マイナンバーカード"),
    "licence": N_("運転免許証"),
    "residence": N_("在留カード"),
    "passport": N_("旅券（パスポート）"),
    "insurance": N_("健康保険の資格確認書"),
    "other": N_("ほかの書類"),
}
# The door is shut at closing time, but whoever stands at the counter by then is served to the end.
GRACE = timedelta(minutes=30)
JOIN_LIVES = timedelta(minutes=15)
# No 0 O 1 I L U: it is read aloud from one counter to another.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
# Forms that were filled in by hand while the machines stood still are typed in afterwards, but not for ever.
AFTERWARDS = timedelta(days=14)


@dataclass(frozen=True)
class Content:
    """Everything about the person: sealed as one, and never printed anywhere by itself."""

    locale: str = "ja"
    # Beside what the event leads to: procedures that staff added, and those that are not wanted today.
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # 字形確認: the keys whose characters staff compared with the card.
    compared: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    pads: Mapping[str, str] = field(default_factory=dict)
    # 支援措置: how it is safe to reach somebody who must not be found; every case of the visit begins with it.
    safe_way: str = ""

    def __repr__(self) -> str:
        return "Content(…)"

    def packed(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)


def unpacked(opened: Mapping[str, Any]) -> Content:
    """As it was sealed; what an older release did not know is empty."""
    known = {one.name: opened[one.name] for one in fields(Content) if one.name in opened}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Content(**{**known, **lists})


def ends_at(pack: Calendar, office: str, now: datetime) -> datetime:
    """Closing time of the office; a visit that goes on past it lasts a little longer with every save."""
    closing = [end for _, end in opening.spans(pack, office, opening.today(now)) if end > now]
    return max([*closing, now + GRACE])
