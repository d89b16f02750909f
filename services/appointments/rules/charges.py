"""自己負担金: what one of a party pays, by what they come for and by their age; what 減免 would spare is reckoned from that."""

from datetime import date

from portal.pack.appointments import Bookable, Matter, Sort
from services.appointments.rules import ages


def of(found: Bookable, matter: Matter, born: date | None, day: date) -> int:
    """One matter on a day: the price of the first class that fits the age, else its usual one."""
    if born is not None:
        years = ages.age(found, born, day)
        for one in matter.classes:
            if one.holds(years):
                return one.yen
    return matter.yen


def person(found: Bookable, matters: tuple[Matter, ...], born: date | None, day: date) -> int:
    """Everything of one person; a course costs everybody the same."""
    if found.sort is Sort.COURSE:
        return found.yen
    return sum(of(found, one, born, day) for one in matters)


def relieved(found: Bookable, yen: int, relief: str, day: date) -> int:
    """What a 減免 would spare of it."""
    percent = next((one.percent for one in found.reliefs if one.key == relief and one.holds(day)), 0)
    return yen * percent // 100
