"""The days on which a town's offices are closed by law and ordinance."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from forms.wording import Wording
from portal.pack.rows import Holiday

_SATURDAY, _SUNDAY = 5, 6
# So many days are known by heart: more than ten years of them.
_KEPT = 4096
_WEEKEND = MappingProxyType(
    {
        _SATURDAY: Wording({"ja": "土曜日", "easy": "土曜日", "en": "Saturday"}),
        _SUNDAY: Wording({"ja": "日曜日", "easy": "日曜日", "en": "Sunday"}),
    }
)


class ClosedDays:
    """Saturdays, Sundays, national holidays and the days of the town's 休日条例 (地方自治法第4条の2)."""

    def __init__(self, holidays: Iterable[Holiday], national: Mapping[str, Wording]) -> None:
        self._holidays = tuple(holidays)
        self._national = dict(national)
        # Every deadline counts days, and they are the same days for everybody.
        self.holiday = lru_cache(_KEPT)(self._holiday)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.reason(day) is not None

    def reason(self, day: date) -> Wording | None:
        """Why a day is closed, in words for people; None when it is a working day."""
        return self.holiday(day) or _WEEKEND.get(day.weekday())

    def _holiday(self, day: date) -> Wording | None:
        """The same for houses that are open on Saturdays and Sundays: holidays and the ordinance's days alone."""
        for holiday in self._holidays:
            if holiday.covers(day):
                return holiday.name
        return self._national_holiday(day)

    def _national_holiday(self, day: date) -> Wording | None:
        # The calendar of holidays costs 30 ms to load, which a start-up that asks for no day should not pay.
        import jpholiday

        name = jpholiday.is_holiday_name(day)
        if not name:
            return None
        # A substitute holiday comes as 「春分の日 振替休日」; people know it by the second word.
        short = name.split(" ")[-1]
        return self._national.get(short, Wording({"ja": short}))
