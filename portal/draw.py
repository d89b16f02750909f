"""The draw of a lottery round and its proof, in one file: the city runs it, and anybody may run it again (ja/en).

くらしの窓の抽選と、その確かめかたです。市が使うものと同じファイルで、Python 3.8 以上だけで動きます。

    python verify_draw.py ROUND.json [あなたの抽選番号/YOUR NUMBER] [--noted 控えたハッシュ値/A HASH YOU WROTE DOWN]

1. When a round opens, the city publishes SHA-256(secret): it can no longer choose another secret.
2. When it closes, the city publishes the list of all wishes and its SHA-256: no entry can be added or changed.
3. A public number, named beforehand, becomes known later: nobody can foresee the seed.
   seed = SHA-256(label, secret, public number, list hash), each with its length before it.
4. In each pass everybody stands in the order of (tier, ticket) and receives at most one: the best of the own
   remaining wishes that is still free. ticket = HMAC-SHA256(seed, round, pass, number), the lowest of those one has.
   Of places that are alike rules["places"] says how many each space has, and [space, 0, n] asks for n of them together.
"""

from __future__ import annotations

import gc
import hashlib
import hmac
import json
import sys
from bisect import bisect_left
from typing import Any, Callable, Iterable  # noqa: UP035 (the verifier also runs on Python 3.8)

# What is drawn are times of rooms, or places that are alike.
FORMAT, PLACES = "kurashi-draw-1", "kurashi-places-1"
# All that is fixed before the public number is known; the list's hash covers it.
LISTED = ("format", "round", "rules", "commitment", "entropy_named", "taken", "entries")
# What became of a wish is told as [kind, by whom or which wish, pass].
REASONS = {
    "won": "当選: {number}巡目の{at}番目 / won: pass {number}, place {at}",
    "taken": "落選: {number}巡目の{at}番目の {by} に当たりました / lost to {by}: pass {number}, place {at}",
    "own": "落選: ご自身の当選 {by} と重なります / lost: overlaps your own win {by}",
    "cap": "落選: 一人の上限まで当たっています / lost: you have won as many as one may",
    "closed": "落選: この時間は抽選に出ていません / lost: this time was not offered",
    "full": "落選: 全員で入れる席が残っていません / lost: not enough places were left for all of you",
}


def commitment_of(secret: str) -> str:
    """What is published when the round opens."""
    return hashlib.sha256(secret.encode()).hexdigest()


def arranged(round_: Any) -> dict[str, Any]:
    """The list in its one form: people in the order of their numbers, everybody's wishes in their own."""
    people = sorted(round_["entries"], key=lambda one: str(one["who"]))
    return {**{key: round_[key] for key in LISTED}, "entries": people}


def list_hash_of(round_: Any) -> str:
    """SHA-256 of the list as JSON with sorted keys, no spaces and ASCII only."""
    text = json.dumps(arranged(round_), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def framed(*parts: str) -> bytes:
    """The parts, each behind its length in eight bytes, so that no two lists of parts look alike."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in map(str.encode, parts))


def seed_of(secret: str, entropy: str, list_hash: str) -> str:
    return hashlib.sha256(framed(FORMAT + " seed", secret, entropy, list_hash)).hexdigest()


def ticket_of(seed: str, round_id: str, number: int, who: str, tickets: int = 1) -> bytes:
    """The lowest of somebody's tickets in one pass."""
    key = bytes.fromhex(seed)
    return min(hmac.digest(key, framed(round_id, str(number), who, str(n)), "sha256") for n in range(tickets))


def merged(claims: Iterable[Any]) -> list[list[int]]:
    """Ranges [space, first, end) in order, with those that touch or overlap joined."""
    found: list[list[int]] = []
    for space, first, end in sorted(tuple(claim) for claim in claims):
        if found and found[-1][0] == space and found[-1][2] >= first:
            found[-1][2] = max(found[-1][2], end)
        else:
            found.append([space, first, end])
    return found


# Whose a range is, for which wish, and what that means for others; this one was not offered at all.
NOBODY = ("", "", ["closed", "", 0])
FULL = ("", "", ["full", "", 0])


class Taken:
    """Which ranges of each space are taken, kept in order and apart from one another; of places only how many are left."""

    def __init__(self, claims: Iterable[Any], places: list[int] | None = None) -> None:
        self.left = None if places is None else list(places)
        self.spaces: dict[int, tuple[list[int], list[int], list[tuple[str, str, list[Any]]]]] = {}
        self.take(claims, NOBODY)

    def holder(self, claims: Iterable[Any]) -> tuple[str, str, list[Any]] | None:
        """Who holds the first range that stands in the way, if one does."""
        for space, first, end in claims:
            if self.left is not None and self.left[space] < end - first:
                return FULL
            if space in self.spaces:
                starts, ends, holders = self.spaces[space]
                before = bisect_left(starts, end) - 1
                if before >= 0 and ends[before] > first:
                    return holders[before]
        return None

    def take(self, claims: Iterable[Any], holder: tuple[str, str, list[Any]]) -> None:
        """Give free ranges to somebody."""
        for space, first, end in claims:
            if self.left is not None:
                self.left[space] -= end - first
                continue
            starts, ends, holders = self.spaces.setdefault(space, ([], [], []))
            at = bisect_left(starts, first)
            starts.insert(at, first)
            ends.insert(at, end)
            holders.insert(at, holder)


def allot(
    entries: list[Any], held: Taken, cap: int, in_order: Callable[[list[Any], int], list[Any]]
) -> tuple[list[list[str]], dict[str, list[list[Any]]]]:
    """Pass after pass until nobody asks any more: the order of each pass, and what became of each wish and why."""
    orders: list[list[str]] = []
    results: dict[str, list[list[Any]]] = {one["who"]: [] for one in entries}
    wins = dict.fromkeys(results, 0)
    asking = [one for one in entries if one["wishes"]]
    while asking:
        asking = in_order(asking, len(orders) + 1)
        orders.append([one["who"] for one in asking])
        for one in asking:
            wins[one["who"]] += _served(one, held, results[one["who"]], len(orders))
        left = [one for one in asking if len(results[one["who"]]) < len(one["wishes"])]
        asking = [one for one in left if wins[one["who"]] < cap]
    for one in entries:
        results[one["who"]] += [["cap", "", 0] for _ in one["wishes"][len(results[one["who"]]) :]]
    return orders, results


def _served(one: dict[str, Any], held: Taken, told: list[list[Any]], number: int) -> bool:
    """Give somebody the best remaining wish that is free; say of those before it why they are lost."""
    for wish in one["wishes"][len(told) :]:
        holder = held.holder(wish["claims"])
        if holder is None:
            held.take(wish["claims"], (one["who"], wish["wish"], ["taken", one["who"], number]))
            told.append(["won", one["who"], number])
            return True
        who, other, lost = holder
        told.append(["own", other, lost[2]] if who == one["who"] else lost)
    return False


def drawn(round_: Any, secret: str, entropy: str) -> dict[str, Any]:
    """The closed round with its secret, public number, seed, orders and results."""
    check(round_)
    listed = arranged(round_)
    list_hash = list_hash_of(listed)
    seed, name = seed_of(secret, entropy, list_hash), listed["round"]

    def in_order(asking: list[Any], n: int) -> list[Any]:
        return sorted(asking, key=lambda it: (it["tier"], ticket_of(seed, name, n, it["who"], it["tickets"])))

    looked = gc.isenabled()
    # Everything that is made here is kept, so looking for rubbish among it finds nothing and takes half of the time.
    gc.disable()
    try:
        held = Taken(listed["taken"], listed["rules"].get("places"))
        orders, results = allot(listed["entries"], held, listed["rules"]["cap"], in_order)
    finally:
        gc.enable() if looked else gc.disable()
    told = {"list_hash": list_hash, "secret": secret, "entropy": entropy, "seed": seed, "order": orders}
    return {**listed, **told, "results": results, "falls": []}


def standing(round_: Any, falls: list[Any]) -> tuple[dict[str, list[str]], set[str]]:
    """Which wishes are won after these falls, and who has given one up."""
    won = {}
    for one in round_["entries"]:
        with_results = zip(one["wishes"], round_["results"][one["who"]])  # noqa: B905 (3.8 knows no strict)
        won[one["who"]] = [wish["wish"] for wish, told in with_results if told[0] == "won"]
    for fall in falls:
        for who, wish in fall["given_up"]:
            won[who].remove(wish)
        for who, wish in fall["won"]:
            won[who].append(wish)
    return won, {who for fall in falls for who, _ in fall["given_up"]}


def falls_to(round_: Any, falls: list[Any], given_up: list[Any], taken: list[Any]) -> list[list[str]]:
    """To whom wins fall that nobody confirmed: who has least first, then who stood first; never who gave one up."""
    won, gone = standing(round_, [*falls, {"given_up": given_up, "won": []}])
    claims = {(one["who"], w["wish"]): w["claims"] for one in round_["entries"] for w in one["wishes"]}
    theirs = [claim for who, wishes in won.items() for wish in wishes for claim in claims[who, wish]]
    held = Taken(merged([*round_["taken"], *taken, *theirs]))
    place = {who: at for at, who in enumerate(round_["order"][0] if round_["order"] else [])}
    left: dict[str, list[str]] = {who: [] for who in won if who not in gone}
    for who, wish in claims:
        if who in left and wish not in won[who]:
            left[who].append(wish)
    found: list[list[str]] = []
    asking = [who for who in left if who in place]
    while asking:
        asking = [who for who in asking if left[who] and len(won[who]) < round_["rules"]["cap"]]
        for who in sorted(asking, key=lambda who: (len(won[who]), place[who])):
            free = [wish for wish in left[who] if held.holder(claims[who, wish]) is None]
            left[who] = free[1:]
            if free:
                held.take(claims[who, free[0]], (who, free[0], []))
                won[who].append(free[0])
                found.append([who, free[0]])
    return found


def check(round_: Any) -> None:
    """Stop at a file that is no round, naming the place."""

    def must(holds: object, place: str) -> None:
        if not holds:
            raise ValueError(place)

    def are_claims(claims: Any) -> bool:
        whole = all(type(space) is type(a) is type(b) is int and a < b for space, a, b in claims)
        return whole and (len(claims) == 1 or claims == merged(claims))

    places = round_["rules"].get("places")
    must(round_["format"] == (FORMAT if places is None else PLACES), "format")
    must(places is None or all(type(one) is int and one >= 0 for one in places), "places")
    must(all(type(round_[key]) is str for key in ("round", "commitment", "entropy_named")), "round")
    must(type(round_["rules"]["cap"]) is int and round_["rules"]["cap"] >= 1, "cap")
    must(are_claims(round_["taken"]), "taken")
    must(len({one["who"] for one in round_["entries"]}) == len(round_["entries"]), "who")
    for one in round_["entries"]:
        who, wishes = one["who"], one["wishes"]
        must(type(who) is str and who and type(one["tier"]) is int, f"{who}: tier")
        must(type(one["tickets"]) is int and 1 <= one["tickets"] <= 16, f"{who}: tickets")
        must(all(type(wish["wish"]) is str and wish["claims"] for wish in wishes), f"{who}: wish")
        must(len({wish["wish"] for wish in wishes}) == len(wishes), f"{who}: wish twice")
        must(all(are_claims(wish["claims"]) for wish in wishes), f"{who}: claims")


def verify(round_: Any) -> list[tuple[bool, str]]:
    """Each published step made again: whether it comes out the same, and its name."""
    listed = [(list_hash_of(round_) == round_["list_hash"], "応募の一覧のハッシュ値 / hash of the list")]
    if "secret" not in round_:
        return listed
    right, falls = drawn(round_, round_["secret"], round_["entropy"]), round_["falls"]
    fallen = [falls_to(right, falls[:at], one["given_up"], one["taken"]) for at, one in enumerate(falls)]
    return [
        *listed,
        (commitment_of(round_["secret"]) == round_["commitment"], "受付開始の約束 / commitment"),
        (right["seed"] == round_["seed"], "抽選の種 / seed"),
        (right["order"] == round_["order"], "抽選の順番 / order"),
        (right["results"] == round_["results"], "結果 / results"),
        (fallen == [one["won"] for one in falls], "繰り上げ / wins that fell to the next"),
    ]


def explain(round_: Any, who: str) -> list[str]:
    """What somebody won, and why not the rest, in plain words."""
    one = {one["who"]: one for one in round_["entries"]}[who]
    place = [{other: at + 1 for at, other in enumerate(order)} for order in round_["order"]]
    won = standing(round_, round_["falls"])[0][who]
    said = []
    for wish, (kind, by, number) in zip(one["wishes"], round_["results"][who]):  # noqa: B905 (3.8 knows no strict)
        at = place[number - 1].get(by, 0) if number else 0
        line = REASONS[kind].format(number=number, at=at, by=by)
        if (wish["wish"] in won) != (kind == "won"):
            line += " → 繰り上げで当選 / won later" if wish["wish"] in won else " → 辞退・未確認 / given up"
        said.append(f"{wish['wish']}  {line}")
    return said


def main(words: list[str]) -> int:
    """Print what is right and what is not: 0 where all is right, 1 where something is not, 2 where it cannot be read."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    at = words.index("--noted") if "--noted" in words else len(words)
    try:
        path, *who = words[:at]
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 (plain for every reader)
            round_ = json.load(file)
        steps = verify(round_)
        told = [line for one in who for line in explain(round_, one)]
    except Exception as fault:  # noqa: BLE001 (whatever the file holds)
        sys.stdout.write(f"読めません / cannot be read: {fault!r}\n")
        return 2
    known = (round_["list_hash"], round_["commitment"])
    steps += [(one in known, f"控えたハッシュ値 / the hash you wrote down: {one}") for one in words[at + 1 :]]
    for right, name in steps:
        sys.stdout.write(f"{'正しい / right' if right else '違います / WRONG'}  {name}\n")
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 0 if all(right for right, _ in steps) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
