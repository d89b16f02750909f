"""What is different between two editions, in words: the keys of a building's file as a clerk calls them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import i18n
from portal.words import N_
from services.reservations.rules.differences import Difference

NAMES: Mapping[str, str] = {
    "title": N_("名前"), "text": N_("説明"), "way": N_("行きかた"), "parking": N_("駐車場"), "access": N_("バリアフリー"),
    "operator": N_("受け持つ課"), "listed": N_("施設一覧の番号"), "raster": N_("予約の区切り（分）"), "prices_by": N_("料金を決める課"),
    "open": N_("開いている時間"), "closed": N_("休館日"), "closed_on_holidays": N_("祝日と年末年始は休み"),
    "space": N_("場所"), "unit": N_("部屋"), "purpose": N_("目的"), "purposes": N_("目的"), "heard": N_("音が聞こえる場所"),
    "band": N_("区分"), "bands": N_("区分"), "loud": N_("音が大きい"), "equipment": N_("備品"), "relief": N_("減免"),
    "evidence": N_("見せるもの"), "percent": N_("割引（%）"), "count": N_("数"), "yen": N_("料金（円）"), "price": N_("料金"),
    "spaces": N_("使う場所"), "units": N_("使える部屋"), "people": N_("人数の上限"), "seats": N_("同時に使える人数"), "policy": N_("決め方"),
    "least_minutes": N_("いちばん短い時間（分）"), "most_minutes": N_("いちばん長い時間（分）"), "turnaround": N_("片付けの時間（分）"),
    "barrier_free": N_("部屋のバリアフリー"), "valid_from": N_("最初の日"), "valid_to": N_("最後の日"), "rules": N_("予約のきまり"),
    "days_ahead": N_("市内の人は何日前から"), "outside_days_ahead": N_("市外の人は何日前から"), "days_before": N_("ネットの予約は何日前まで"),
    "most_a_month": N_("1か月の予約の上限"), "free_until_days": N_("取消料なしは何日前まで"), "late_percent": N_("遅い取消しの料金（%）"),
    "no_show_points": N_("無断で不使用のときの点数"), "points_to_stop": N_("予約を止める点数"), "points_days": N_("点数が残る日数"),
    "wait_hours": N_("キャンセル待ちの返事を待つ時間"), "wait_most": N_("1人が待てる件数"), "remind_days": N_("何日前に知らせるか"),
    "correct_days": N_("来た・来なかったを直せる日数"), "unnoted": N_("記録のない利用の扱い"),
    "draws_for": N_("抽選に応募できる人"), "everyone": N_("だれでも（個人も団体も）"), "groups": N_("登録団体だけ"),
    "draws_first": N_("抽選で前に並ぶ人"), "residents": N_("市内の人を先にする"), "nobody": N_("だれも先にしない"),
    "draws_carry": N_("続けて外れた人のくじ"), "ticket": N_("1本ずつ多く引く（4本まで）"), "nothing": N_("増やさない"),
    "came": N_("来たことにする"), "missed": N_("来なかったことにする"),
    "reopen_minutes": N_("取消し後に開くまでの時間（分）"), "ja": N_("日本語"), "easy": N_("やさしい日本語"), "en": N_("英語"),
    "photo": N_("写真"), "alt": N_("写真の説明"), "order": N_("順番"),
    "weekdays": N_("曜日"), "from": N_("はじまり"), "to": N_("おわり"), "who": N_("だれ"), "inside": N_("聞こえる部屋"), "key": N_("キー"),
    "resident": N_("市内の人"), "outside": N_("市外の人"), "commercial": N_("営利"), "first_come": N_("先着順"),
    "lottery": N_("抽選のあと先着順"), "approval": N_("承認してから"),
    "slope": N_("スロープ"), "lift": N_("エレベーター"), "toilet": N_("車いすのトイレ"), "ostomate": N_("オストメイト"),
    "hearing": N_("聞こえを助ける設備"), "braille": N_("点字ブロック"), "nursing": N_("授乳室"),
}  # fmt: skip


# Names under which a row of the file names rows of another kind.
KINDS: Mapping[str, str] = {
    "unit": "unit", "units": "unit", "spaces": "space", "purposes": "purpose", "bands": "band", "space": "space",
    "inside": "space",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One difference as it is read: where, what was, what will be; empty where there was, or will be, nothing."""

    where: str
    before: str
    after: str


def told(found: Iterable[Difference], *bodies: Mapping[str, Any]) -> tuple[Told, ...]:
    """Differences in the language of the page; rooms, spaces and purposes by the names they have in these bodies."""
    return tuple(
        Told(
            _where(one.where),
            _value(_titled(one.before, one.where, bodies)),
            _value(_titled(one.after, one.where, bodies)),
        )
        for one in found
    )


def _titled(value: object, where: Sequence[object], bodies: Iterable[Mapping[str, Any]]) -> object:
    """What a row names by its key, as people call it."""
    kind = KINDS.get(str(where[-1]), "") if where else ""
    rows = (row for body in bodies for row in body.get(kind, ()))
    return next((row["title"] for row in rows if row.get("key") == value and row.get("title")), value)


def place(path: str, body: Mapping[str, Any]) -> str:
    """A path of the reader's fault in the words of the form: 部屋「会議室」 › 料金 › 1."""
    words: list[str] = []
    here: Any = body
    for name, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if name:
            here = here.get(name) if isinstance(here, Mapping) else None
            words.append(name_of(name))
            continue
        at = int(number) - 1
        here = here[at] if isinstance(here, Sequence) and at < len(here) else None
        title = here.get("title") if isinstance(here, Mapping) else None
        words.append(f"「{_value(title)}」" if title else number)
    return " › ".join(words)


def name_of(key: str) -> str:
    """A key of the file in words."""
    return i18n.gettext(NAMES[key]) if key in NAMES else key


def _where(path: Sequence[object]) -> str:
    return " › ".join(name_of(one) if isinstance(one, str) else f"「{_value(one)}」" for one in path)


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return i18n.gettext(N_("はい")) if value else i18n.gettext(N_("いいえ"))
    if isinstance(value, Mapping):
        if "ja" in value:
            return str(value.get(i18n.words().language.key) or value["ja"])
        return "、".join(f"{name_of(str(key))} {_value(one)}" for key, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_value(one) for one in value)
    return name_of(str(value))
