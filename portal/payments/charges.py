"""What a request costs, line by line, before it is handed in: the fee, postage, and 減免 with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms.field import Value
from forms.procedure import Fee
from portal import payments
from portal.pack import Pack
from portal.pack.fees import Item, Payable, WaiverRule
from portal.pack.sheets import total
from portal.payments import waivers


@dataclass(frozen=True)
class Charge:
    """One line of what is to be paid; `waived` is what falls away once its reason is confirmed."""

    what: str
    yen: int
    account: str
    payable: Payable
    rule: WaiverRule | None = None
    waived: int = 0

    @property
    def state(self) -> str:
        """Nobody has looked at the document yet."""
        return waivers.CLAIMED

    @property
    def left(self) -> int:
        """What is to be paid where the reason is confirmed."""
        return self.yen - self.waived


def charges(
    pack: Pack, procedure: str, answers: Mapping[str, Value], way: str, day: date
) -> tuple[Charge, ...]:
    """Every line of a request in one way of filing on a day; nothing that costs nothing."""
    lines = (_charge(pack, procedure, answers, way, day, item) for item in Item)
    return tuple(line for line in lines if line is not None)


def owe(
    session: Session,
    subject: tuple[str, UUID],
    lines: Sequence[Charge],
    now: datetime,
    *,
    key: str,
    division: str,
) -> None:
    """Note every line as owed, in the caller's writing block; 減免 is asked for with it and waits for its document."""
    for line in lines:
        due = payments.owe(
            session, *subject, line.what, line.yen, now, key=key, division=division, account=line.account,
            payable=line.payable,
        )  # fmt: skip
        if line.rule is not None:
            waivers.claim(session, due, line.rule.id, line.waived, now)


def _charge(
    pack: Pack, procedure: str, answers: Mapping[str, Value], way: str, day: date, item: Item
) -> Charge | None:
    row = pack.fee_row(procedure, day, way, item)
    fee = pack.fee(procedure, day, way) if item is Item.FEE else Fee(row.yen, row.per) if row else None
    yen = total(fee, answers) or 0
    if not yen:
        return None
    account = row.account if row else item.account
    payable = row.payable if row else Payable.ACCEPTANCE
    # 減免 is of the fee; what the post office takes is paid by everybody.
    rule = _rule(pack, procedure, answers, day) if item is Item.FEE else None
    return Charge(item.what, yen, account, payable, rule, rule.waived(yen) if rule else 0)


def _rule(pack: Pack, procedure: str, answers: Mapping[str, Value], day: date) -> WaiverRule | None:
    """The first rule of the list that somebody with these answers falls under."""
    rules = pack.waivers(procedure, day)
    return next((rule for rule in rules if rule.applies(answers.get(rule.field))), None)
