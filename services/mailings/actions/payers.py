"""The town's own account, as its folder tells it: without one no file for a bank is made."""

import tomllib
from datetime import date
from typing import Any

from portal.pack import Pack
from portal.refused import Refused
from services.mailings.rules import transfers
from services.mailings.rules.transfers import Payer, Unsendable

FILE = "payer.toml"
_ANY_DAY = date(2026, 12, 1)


def read(pack: Pack) -> Payer | None:
    """The payer of a town; one that no record can hold is refused by the part that is wrong."""
    path = pack.folder / FILE
    if not path.exists():
        return None
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    payer = Payer(**{name: str(said.get(name, "")) for name in Payer.__dataclass_fields__})
    try:
        transfers.header(payer, _ANY_DAY)
    except Unsendable as found:
        raise Refused("payer_faulty", 422, part=found.part) from None
    return payer
