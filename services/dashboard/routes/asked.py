"""What an address asks for: the 年度, the division, and what the room needs to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request

from portal import i18n
from portal.doors import figures_db, house, now
from portal.i18n import speaker, words
from portal.kinds import Channel
from portal.opening import fiscal_year, today
from portal.words import N_, plain
from services.dashboard.actions import reading
from services.dashboard.rules import periods
from services.dashboard.rules.asking import Source
from services.dashboard.rules.flow import Narrow
from services.dashboard.rules.periods import Year

CHANNELS = {
    Channel.ONLINE: N_("オンライン"), Channel.LINE: N_("LINE"), Channel.CHAT: N_("チャット"),
    Channel.WINDOW: N_("書かない窓口"), Channel.PAPER: N_("窓口の紙"), Channel.POST: N_("郵送"),
    Channel.TELEPHONE: N_("電話"), Channel.KONBINI: N_("コンビニ"), Channel.MACHINE: N_("自動交付機"),
    Channel.MYNA: N_("マイナポータル"), Channel.PREFECTURE: N_("県の電子申請"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question with what is needed to answer it."""

    source: Source
    day: date
    year: Year
    division: str
    years: Sequence[int]

    @property
    def narrow(self) -> Narrow:
        """The division alone."""
        return Narrow((), self.division)


def asked() -> Asked:
    """What this address asks for; a 年度 that nobody counted in becomes the present one."""
    day, session = today(now()), figures_db()
    years = periods.years(reading.first_month(session), day)
    typed = request.args.get("year", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    year = Year(number if number in years else fiscal_year(day), day)
    division = request.args.get("division", "")
    known = {one.id for one in divisions()}
    return Asked(reading.source(session), day, year, division if division in known else "", years)


def divisions() -> Sequence[Any]:
    """The divisions of today that answer for something."""
    day, pack = today(now()), house().pack
    owning = {pack.owner(key, day).id for key in pack.procedures if pack.offered(key, day)}
    return [one for one in pack.divisions(day) if one.id in owning]


def open_days(first: date, last: date) -> int:
    """The working days of the town between two days."""
    closed = house().pack.closed_days
    return sum(first + timedelta(days=day) not in closed for day in range((last - first).days + 1))


def titled(key: str) -> str:
    """What a procedure is called, in the reader's language; a key that is none stands for itself."""
    found = house().pack.procedures.get(key)
    return said(found.title) if found else key


def said(wording: Any) -> str:
    """Words of the pack as plain text."""
    return str(plain(speaker(words())(wording)))


def channel(key: str) -> str:
    """What a way is called."""
    return i18n.gettext(CHANNELS[Channel(key)])


def year_word(number: int) -> str:
    """令和8年度."""
    return i18n.gettext("令和%(era)s年度", era=number - 2018)


def month_word(month: date) -> str:
    """8年10月 under a chart, where there is room for little."""
    return f"{month.year}/{month.month}"
