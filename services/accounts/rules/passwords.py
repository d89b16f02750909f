"""Which passwords staff may choose: long ones; the kinds of letters are their own affair (NIST SP 800-63B)."""

from itertools import pairwise

SHORTEST, LONGEST = 12, 200
_FEW = 5
# What most guessed passwords are put together from, in the spelling they have once figures stand for letters again: the
# product and the office, the commonest words and names of Japanese and English lists, and walks over the keyboard.
KNOWN = (
    "password", "passw", "kurashi", "madoguchi", "shiyakusho", "yakusho", "shiyaku", "cityhall", "admin", "administrator",
    "welcome", "changeme", "letmein", "secret", "login", "master", "default", "guest", "qwertyuiop", "qwerty", "asdfghjkl",
    "asdfgh", "zxcvbnm", "zxcvbn", "azerty", "iloveyou", "sunshine", "princess", "dragon", "monkey", "football", "baseball",
    "superman", "batman", "pokemon", "michael", "jordan", "shadow", "flower", "summer", "winter", "spring", "autumn", "hello",
    "freedom", "whatever", "trustno", "abcdef", "abc", "sakura", "himawari", "arigatou", "arigato", "konnichiwa", "nippon",
    "nihon", "japan", "tokyo", "osaka", "kyoto", "nagoya", "yokohama", "sapporo", "fukuoka", "doraemon", "pikachu", "hinata",
    "hanako", "tarou", "taro", "suzuki", "tanaka", "satou", "sato", "takahashi", "watanabe", "yamamoto", "nakamura",
    "kobayashi", "heisei", "reiwa", "showa", "pasuwado", "pasuwaado", "ninja", "samurai", "naruto", "doremi", "aiueo",
    "kakiku", "neko", "inu", "computer", "internet", "microsoft", "windows", "google", "pass", "test", "user", "root", "toor",
    "unknown", "please", "love", "family", "forever", "mado", "kanrisha", "kanrisya", "himitsu", "watashi", "gozaimasu",
    "ohayou", "ohayo", "gomennasai", "olympic", "yamada", "saitou", "saito", "kimura", "matsumoto", "inoue", "yoshida", "sasaki",
)  # fmt: skip
# The keys as they lie; whoever walks over neighbours types what lists of guesses hold in every direction.
_ROWS = ("1234567890-", "qwertyuiop@", "asdfghjkl;:", "zxcvbnm,./")
_KEYS = {key: (row, place) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}
# So great a part of the steps is a walk only where somebody walked: of words and sentences it is a half at most.
_WALKED = 0.7
_LETTERS = str.maketrans("013457@$!", "oieastasi")


def fault(password: str, again: str, number: str, name: str) -> str | None:
    """What is wrong with a password that is being chosen, or None."""
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    if _is_simple(password, number, name):
        return "password_simple"
    if password != again:
        return "password_differs"
    return None


def _is_simple(password: str, number: str, name: str) -> bool:
    folded = password.casefold()
    if len(set(folded)) < _FEW:
        return True
    # 1q2w3e4r…, 147258…, abcd1234…; and two rows laid into one another, as in a1b2c3… and 1029384756…
    if _is_walked([*pairwise(folded)]) or _is_walked(_every_other(folded)):
        return True
    own = (number.casefold(), name.casefold().replace(" ", "").replace("　", ""))
    return any(_is_left_little(spelt, own) for spelt in (folded, folded.translate(_LETTERS)))


def _every_other(folded: str) -> list[tuple[str, str]]:
    """The steps of two rows laid into one another; what stays the same is no step, for vowels come back in any word."""
    return [
        (before, after if after != before else "") for before, after in zip(folded, folded[2:], strict=False)
    ]


def _is_walked(steps: list[tuple[str, str]]) -> bool:
    return sum(_is_near(before, after) for before, after in steps) >= _WALKED * len(steps)


def _is_near(before: str, after: str) -> bool:
    """The same key or a neighbour, on the keyboard or on the block of figures; or the next of the alphabet."""
    if not after:
        return False
    if before in _KEYS and after in _KEYS:
        (row, place), (to_row, to_place) = _KEYS[before], _KEYS[after]
        # Each row lies half a key further to the right than the one above it.
        if abs(row - to_row) <= 1 and (place - to_place) in (
            (-1, 0, 1) if row == to_row else (0, row - to_row)
        ):
            return True
    apart = abs(ord(before) - ord(after))
    both = before + after
    return both.isascii() and both.isalnum() and (apart <= 1 or (both.isdigit() and apart == 3))


def _is_left_little(spelt: str, own: tuple[str, ...]) -> bool:
    """Whether hardly anything remains once the words everybody tries, and figures put before or behind them, are gone."""
    rest = spelt
    for known in (*own, *sorted(KNOWN, key=len, reverse=True)):
        if known:
            rest = rest.replace(known, "\0")
    if "\0" in rest:
        rest = rest.strip("0123456789!?.-_#*@$ \0").replace("\0", "")
    return len(rest) < SHORTEST // 2
