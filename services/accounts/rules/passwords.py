"""Which passwords staff may choose: long ones; the kinds of letters are their own affair (NIST SP 800-63B)."""

from itertools import pairwise

SHORTEST, LONGEST = 12, 200
_FEW = 5


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
    rest = folded
    for known in (
        number.casefold(),
        name.casefold().replace(" ", "").replace("　", ""),
        "password",
        "kurashi",
    ):
        if known:
            rest = rest.replace(known, "")
    return len(rest) < SHORTEST // 2
