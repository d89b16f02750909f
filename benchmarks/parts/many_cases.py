"""A town of many cases on PostgreSQL: made-up names and real seals, keys and tokens, copied in by as many processes as cores."""

import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from random import Random
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from forms.dictionary import Dictionary
from portal.inbox import ANSWERS
from portal.opening import today
from portal.receipt_numbers import receipt_number
from portal.search_forms import tokens_for
from portal.vault import Vault

# Held by one case in fifty, as the commonest surname of a town is.
COMMON, COMMON_KANA, SHARE = "佐藤", "サトウ", 0.02
YEARS = 5
# Of those that came lately, as many are still open.
STILL_OPEN = 0.04
CHUNK = 5_000
_HEADS = [
    kana + more
    for kana, more in product(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノ", ("ヤマ", "カワ", "ムラ", "モト")
    )
]
_SIGNS = "山川田村本木林森池沢島崎原野井上中下東西南北高大小松竹梅谷橋石岩水泉"
_GIVEN = [(f"{a}{b}", f"{c}{d}") for (a, c), (b, d) in product(
    (("美", "ミ"), ("和", "カズ"), ("正", "マサ"), ("幸", "ユキ"), ("智", "トモ")),
    (("子", "コ"), ("男", "オ"), ("恵", "エ"), ("彦", "ヒコ"), ("代", "ヨ")),
)]  # fmt: skip
CASES = (
    "id", "receipt_no", "origin", "procedure", "form_digest", "division", "channel", "way", "assurance", "state",
    "locale", "key_id", "answers", "arrived_at", "closed_at", "due_on", "paused_days", "version",
)  # fmt: skip
TABLES = {
    "data_key": ("id", "town_key", "wrapped"),
    "cases": CASES,
    "case_token": ("token", "case_id"),
}


@dataclass(frozen=True)
class Plan:
    """What is made: how many, of which procedures and divisions, under which keys."""

    url: str
    env: Mapping[str, str]
    count: int
    seed: int = 1


def fill(plan: Plan) -> None:
    """Copy them all in; the tokens' index is built afterwards, as a restore would do it."""
    dsn = plan.url.replace("+psycopg", "")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE case_token DROP CONSTRAINT pk_case_token")
        connection.execute("DROP INDEX ix_case_token_case_id")
        parts = os.cpu_count() or 1
        with ProcessPoolExecutor(parts) as pool:
            for done in [pool.submit(_part, plan, part, parts) for part in range(parts)]:
                done.result()
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("ALTER TABLE case_token ADD CONSTRAINT pk_case_token PRIMARY KEY (token, case_id)")
        connection.execute("CREATE INDEX ix_case_token_case_id ON case_token (case_id)")
        connection.execute("VACUUM ANALYZE")


def _part(plan: Plan, part: int, parts: int) -> None:
    os.environ.update(plan.env)
    from portal import pack
    from portal.db import Database
    from portal.settings import Settings
    from portal.town_keys import Secrets

    settings = Settings.of_environment()
    keys = Secrets(settings)
    vault = Vault(keys.town_keys, keys.current_key)
    town = pack.read(settings.packs / settings.town)
    day = today(datetime.now(UTC))
    kinds = [(key, one.digest, town.owner(key, day).id) for key, one in town.procedures.items() if one.steps]
    numbers = iter(range(part, plan.count, parts))
    database = Database(plan.url)
    with psycopg.connect(plan.url.replace("+psycopg", "")) as connection, database.session() as session:
        luck = Random(plan.seed + part)  # noqa: S311 (made-up people are no secret)
        maker = _Maker(vault, session, town.dictionary, luck, kinds)
        while chunk := list(islice(numbers, CHUNK)):
            rows: dict[str, list[str]] = {name: [] for name in TABLES}
            for number in chunk:
                _case(maker, number / plan.count, rows)
            for name, columns in TABLES.items():
                _copy(connection, name, columns, rows[name])
            connection.commit()
            session.info["fresh_keys"].clear()
    database.dispose()


def _copy(connection: psycopg.Connection, table: str, columns: Sequence[str], lines: Sequence[str]) -> None:
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write("".join(lines).encode())


@dataclass(frozen=True)
class _Maker:
    """What every case of one process is made with."""

    vault: Vault
    session: Session
    dictionary: Dictionary
    luck: Random
    kinds: Sequence[tuple[str, str, str]]


def _case(maker: _Maker, age: float, rows: Mapping[str, list[str]]) -> None:
    """One case, its key and its tokens, as lines to be copied in; `age` runs from nought, the oldest, to one."""
    vault, session, luck = maker.vault, maker.session, maker.luck
    at = datetime.now(UTC) - timedelta(days=365 * YEARS * (1 - age), seconds=60)
    case_id, key_id = _id(at), _id(at)
    key = vault.key_row(session, key_id)
    name, kana = _name(luck)
    answers = {
        "name": name, "name_kana": kana, "phone": f"090-{luck.randrange(10**4):04}-{luck.randrange(10**4):04}",
        "note": "見本", "way": "online",
    }  # fmt: skip
    procedure, digest, division = luck.choice(maker.kinds)
    open_now = luck.random() < STILL_OPEN
    state = luck.choice(("arrived", "accepted", "review", "correction")) if open_now else "done"
    number = receipt_number()
    row = {
        "id": case_id, "receipt_no": number, "origin": _id(at), "procedure": procedure, "form_digest": digest,
        "division": division, "channel": "online", "way": "online", "assurance": 1, "state": state, "locale": "ja",
        "key_id": key_id, "answers": vault.seal(session, key_id, answers, ANSWERS), "arrived_at": at,
        "closed_at": None if open_now else at + timedelta(days=9),
        "due_on": (at + timedelta(days=luck.randrange(7, 60))).date(), "paused_days": 0, "version": 3,
    }  # fmt: skip
    rows["cases"].append(_line(row[column] for column in CASES))
    rows["data_key"].append(_line(key[column] for column in TABLES["data_key"]))
    tokens = {vault.token(kind, text) for kind, text in tokens_for(answers, maker.dictionary)}
    rows["case_token"] += [_line((token, case_id)) for token in (*tokens, vault.token("receipt", number))]


def _name(luck: Random) -> tuple[str, str]:
    given, given_kana = luck.choice(_GIVEN)
    if luck.random() < SHARE:
        return f"{COMMON} {given}", f"{COMMON_KANA} {given_kana}"
    place = luck.randrange(len(_SIGNS) ** 2)
    surname = _SIGNS[place // len(_SIGNS)] + _SIGNS[place % len(_SIGNS)]
    return f"{surname} {given}", f"{_HEADS[place % len(_HEADS)]} {given_kana}"


def _id(at: datetime) -> UUID:
    """An id of that moment, as `portal.db.new_id` makes them of the present one."""
    millis = int(at.timestamp() * 1000)
    return UUID(
        int=(millis << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    )


def _line(values: Iterable[object]) -> str:
    return "\t".join(map(_text, values)) + "\n"


def _text(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case bytes():
            return f"\\\\x{value.hex()}"
        case _:
            return str(value)
