"""The columns of a procedure's CSV: one name a value, known from its questions, and never moved once they were given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms import journey
from forms.field import Field, Value
from forms.kinds.money import BANK_PARTS
from forms.kinds.place import PARTS as ADDRESS_PARTS
from forms.procedure import Procedure

# What every procedure's CSV begins with, and what it means; nothing more comes here, for the questions stand behind it.
_FRONT: Mapping[str, tuple[str, str, str]] = {
    "batch_no": ("引渡しファイルの連番", "integer", ""),
    "receipt_no": ("受付番号", "text", ""),
    "procedure": ("手続ID", "text", ""),
    "form": ("様式の版（申し込んだ時のもの）", "text", ""),
    "state": (
        "作成の時の状態",
        "choice",
        "accepted=受付;review=審査;correction=補正待ち;decided=決定;done=完了",
    ),
    "arrived_at": ("到達の日時", "moment", ""),
    "accepted_on": ("受付の日", "date", ""),
    "decided_on": ("決定の日", "date", ""),
    "channel": ("受け取り方", "text", ""),
    "way": ("申し込み方", "text", ""),
    "assurance": ("本人の確認", "choice", "0=なし;1=連絡先;2=ログイン;3=カードの署名"),
    "locale": ("申し込みの言語", "text", ""),
    "shielded": ("支援措置", "yes", ""),
    "address_left_out": ("支援措置のため住所・連絡先・添付を入れていない", "yes", ""),
    "request_pdf": ("申請書のファイル", "path", ""),
    "attachments": ("入っている添付の数", "integer", ""),
}
FRONT = tuple(_FRONT)
_PARTS: Mapping[str, Sequence[str]] = {"address": ADDRESS_PARTS, "bank_account": BANK_PARTS}
_WORDS: Mapping[str, str] = {
    "postcode": "郵便番号", "area": "市区町村・町名", "street": "番地", "building": "建物", "bank": "金融機関", "bank_code": "金融機関コード",
    "branch": "支店", "branch_code": "支店コード", "kind": "種目", "number": "口座番号", "holder": "名義カナ",
}  # fmt: skip
# Several values in one cell; no choice's value and no path holds it.
BETWEEN = ";"


def wanted(procedure: Procedure) -> tuple[str, ...]:
    """Every column that answers to this form may fill, in the order of its questions."""
    return tuple(name for ask in procedure.asks for name in _names(ask.field))


def grown(known: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """The columns that were there, each where it was, and the new ones behind them."""
    return tuple(dict.fromkeys((*known, *more)))


def values(procedure: Procedure, answers: Mapping[str, Any], paths: Mapping[str, str]) -> dict[str, str]:
    """The answers on the path by column; `paths` tells where each attached file lies in the batch."""
    counted = journey.effective(procedure, answers)
    found: dict[str, str] = {}
    for ask in procedure.asks:
        found.update(_cells(ask.field, counted.get(ask.key), paths))
    return found


def labels(procedure: Procedure) -> dict[str, tuple[str, str, str]]:
    """What each column means: its question in Japanese, its kind, and the values a choice can have."""
    return {**_FRONT, **{name: told for ask in procedure.asks for name, told in _labels(ask.field)}}


def _labels(field: Field, before: str = "") -> Iterator[tuple[str, tuple[str, str, str]]]:
    label = f"{before}{field.label.say('ja').text}"
    if field.kind == "group":
        yield f"{field.key}.count", (f"{label}：人数・件数", "integer", "")
        for place in range(1, _most(field) + 1):
            for one in field.inner:
                for name, told in _labels(one, f"{label} {place}："):
                    yield f"{field.key}.{place}.{name}", told
        return
    choices = BETWEEN.join(f"{one.value}={one.label.say('ja').text}" for one in field.choices)
    for name in _names(field):
        part = _WORDS.get(name.rpartition(".")[2], "") if field.kind in _PARTS else ""
        yield name, (f"{label}：{part}" if part else label, field.kind, choices)


def _names(field: Field) -> Iterator[str]:
    if field.kind == "group":
        yield f"{field.key}.count"
        for place in range(1, _most(field) + 1):
            yield from (f"{field.key}.{place}.{name}" for one in field.inner for name in _names(one))
    elif parts := _PARTS.get(field.kind):
        yield from (f"{field.key}.{part}" for part in parts)
    else:
        yield field.key


def _most(field: Field) -> int:
    return field.max or 0


def _cells(field: Field, value: Value, paths: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if field.kind == "group":
        items = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        yield f"{field.key}.count", str(len(items)) if value is not None else ""
        for place, item in enumerate(items, 1):
            for one in field.inner:
                for name, cell in _cells(one, item.get(one.key), paths):
                    yield f"{field.key}.{place}.{name}", cell
    elif field.kind in _PARTS:
        stored = value if isinstance(value, dict) else {}
        yield from ((f"{field.key}.{part}", str(stored.get(part) or "")) for part in _PARTS[field.kind])
    else:
        yield field.key, _plain(value, paths)


def _plain(value: Value, paths: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return BETWEEN.join(
            paths.get(str(one.get("id")), "") if isinstance(one, dict) else str(one) for one in value
        ).strip(BETWEEN)
    return str(value)
