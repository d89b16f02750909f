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
    "kakiku", "neko", "inu", "computer", "internet", "microsoft", "windows", "google",
)  # fmt: skip
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
    # Every letter follows the one before: 1234567890ab… and the like.
    if all(ord(after) - ord(before) == 1 for before, after in pairwise(folded)):
        return True
    own = (number.casefold(), name.casefold().replace(" ", "").replace("　", ""))
    return any(_is_left_little(spelt, own) for spelt in (folded, folded.translate(_LETTERS)))


def _is_left_little(spelt: str, own: tuple[str, ...]) -> bool:
    """Whether hardly anything remains once the words everybody tries, and figures put before or behind them, are gone."""
    rest = spelt
    for known in (*own, *KNOWN):
        if known:
            rest = rest.replace(known, "\0")
    if "\0" in rest:
        rest = rest.strip("0123456789!?.-_#*@$ \0").replace("\0", "")
    return len(rest) < SHORTEST // 2
