"""会計年度: which year's accounts a payment or a refund belongs to, and until when a year stays open."""

from datetime import date

from portal.opening import fiscal_year

REFUND_ACCOUNT = "過誤納還付金"


def closes(year: int) -> date:
    """The last day of 出納整理期間: the accounts of a year close on 31 May after it (地方自治法第235条の5)."""
    return date(year + 1, 5, 31)


def income_year(noticed_on: date | None, paid_on: date) -> int:
    """The year an income belongs to.

    Without a 納入通知書 it is the year of the day it was paid, with one the year of the day the notice went out
    (地方自治法施行令第142条第1項第2号・第3号). What is paid after that year's accounts closed is income of the year in
    which it is paid (同令第160条).
    """
    if noticed_on is None or paid_on > closes(fiscal_year(noticed_on)):
        return fiscal_year(paid_on)
    return fiscal_year(noticed_on)


def refund_from(paid_year: int, account: str, on: date) -> tuple[int, str]:
    """The year and account a refund is taken from: 戻出 from the income while its year is open, else today's expenditure.

    地方自治法施行令第165条の7: what was paid by mistake or too much is given back out of the income it went into; after
    the accounts of that year closed it is expenditure of the present year (同令第165条の8).
    """
    if on <= closes(paid_year):
        return paid_year, account
    return fiscal_year(on), REFUND_ACCOUNT
