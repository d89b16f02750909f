"""How long a record is kept: from when its years count, and when they are over."""

from datetime import date

from portal.opening import fiscal_year

# 地方自治法第236条第1項: money claims of and against a city lapse after five years, so what shows them is kept as long.
MONEY_YEARS = 5


def counts_from(closed_on: date) -> date:
    """起算日: 1 April of the 年度 after the one in which the record was closed.

    So the usual 文書管理規程, after the model of 公文書管理法施行令第8条第4項; for a case the day it was closed stands for the day
    on which the last of its documents was made.
    """
    return date(fiscal_year(closed_on) + 1, 4, 1)


def keep_until(closed_on: date, years: int) -> date:
    """保存期間の満了する日: the last day on which it must be kept."""
    begins = counts_from(closed_on)
    return date(begins.year + years, 3, 31)
