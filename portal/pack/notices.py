"""notices.toml: the matters that residents choose to be told of, and whose signed mails of 防災メール are believed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forms.faults import Broken
from forms.reading import Table
from forms.wording import Wording

FILE = "notices.toml"
# A talk on LINE shows thirteen things to press; two of them go on and back.
_MOST = 11
_KEY = re.compile(r"[a-z][a-z_]{1,23}")
_ADDRESS = re.compile(r"[^@\s]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_RECORD = re.compile(r"(?:^|;)\s*p\s*=\s*[A-Za-z0-9+/=\s]{40,}")


@dataclass(frozen=True)
class Category:
    """One matter, as residents and staff call it."""

    key: str
    title: Wording


@dataclass(frozen=True)
class AlertSender:
    """A system of the city's that mails alerts: its address, the domain and selector it signs with, its DNS record as data."""

    address: str
    domain: str
    selector: str
    record: str
    category: str
    division: str


@dataclass(frozen=True)
class Notices:
    """What can be chosen, and who is believed."""

    categories: tuple[Category, ...] = ()
    alerts: tuple[AlertSender, ...] = ()

    def title(self, key: str) -> Wording:
        """What a matter is called; its key where the town has taken it off its list."""
        return next((one.title for one in self.categories if one.key == key), Wording({"ja": key}))


NONE = Notices()


def read(mapping: object, faults: list[Broken]) -> Notices:
    """The file's values; what is wrong is added to `faults`."""
    table = Table(mapping, "", faults)
    categories = tuple(_category(one) for one in table.tables("category"))
    keys = [one.key for one in categories]
    if len(categories) > _MOST or len(set(keys)) < len(keys):
        table.fault("category", "分野は、名前のちがうものを11個まで書いてください")
    alerts = tuple(_alert(one, frozenset(keys)) for one in table.tables("alert"))
    table.finish()
    return Notices(categories, alerts)


def strangers(found: Notices, divisions: frozenset[str]) -> Iterator[Broken]:
    """Divisions that the town does not have."""
    for number, one in enumerate(found.alerts, 1):
        if one.division and one.division not in divisions:
            yield Broken(f"alert[{number}].division", f"divisions.csv にない部署です: {one.division}")


def _category(table: Table) -> Category:
    made = Category(table.text("key", needed=True), table.wording("title", needed=True))
    if made.key and not _KEY.fullmatch(made.key):
        table.fault("key", "英小文字で始め、英小文字と _ だけで24文字までにしてください")
    table.finish()
    return made


def _alert(table: Table, categories: frozenset[str]) -> AlertSender:
    made = AlertSender(
        address=table.text("address", needed=True).strip().casefold(),
        domain=table.text("domain", needed=True).strip().casefold(),
        selector=table.text("selector", needed=True).strip(),
        record=table.text("record", needed=True),
        category=table.text("category"),
        division=table.text("division", needed=True),
    )
    if made.address and not _ADDRESS.fullmatch(made.address):
        table.fault("address", "メールアドレスを一つ書いてください")
    elif made.domain and not f".{made.address.rpartition('@')[2]}".endswith(f".{made.domain}"):
        table.fault("domain", "address と同じか、その上のドメインを書いてください")
    if made.record and not _RECORD.search(made.record):
        table.fault("record", "DKIM の TXT レコード（v=DKIM1; … p=…）をそのまま書いてください")
    if made.category and made.category not in categories:
        table.fault("category", f"[[category]] にない分野です: {made.category}")
    table.finish()
    return made
