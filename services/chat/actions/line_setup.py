"""Sets LINE up: is the account ours, does it reach us, may it send, are the menus there; each answer in plain words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.outbox import Later, Never
from portal.pack import Pack
from services.chat.actions import menu_pictures
from services.chat.outside.line import Line, Locked, Refusal
from services.chat.rules import rich_menus
from services.chat.rules.line_shapes import Json

WEBHOOK = "/line/webhook"
_BOT, _MENUS, _ALIASES = "/v2/bot/info", "/v2/bot/richmenu", "/v2/bot/richmenu/alias"
_WEBHOOK = "/v2/bot/channel/webhook"
_ENDPOINT = f"{_WEBHOOK}/endpoint"
# What our own door answers where something is not set as LINE has it.
_WHY = {
    400: (
        "チャネルシークレット（KURASHI_LINE_SECRET）が違います",
        "KURASHI_LINE_SECRET is another channel's",
    ),
    403: (
        "その前にある装置（WAFなど）が断っています。/line/webhook へのPOSTを通してください",
        "something in front of it (a firewall) refuses: let POSTs to /line/webhook pass",
    ),
    404: (
        "そのサーバーに KURASHI_LINE_TOKEN と KURASHI_LINE_SECRET を設定し、再起動してください",
        "set KURASHI_LINE_TOKEN and KURASHI_LINE_SECRET on that server and restart it",
    ),
}
# What LINE says where it heard no answer of a server at all.
_UNHEARD = {
    "COULD_NOT_CONNECT": (
        "サーバーにつながりません。アドレスがDNSにあるか、443番が外に開いているか、証明書が正しく中間証明書も付いているかを確かめてください",
        "no connection: is the name in DNS, is port 443 open to the world, is the certificate whole and valid",
    ),
    "REQUEST_TIMEOUT": (
        "時間内に返事がありません。サーバーが動いているか、込み合っていないかを確かめてください",
        "no answer in time: is the server up, is it overloaded",
    ),
}
_BROKEN = (
    "サーバーの中で失敗しています。サーバーのログを見てください",
    "the server fails: look at its log",
)
_SOMETHING = ("外から見えるか、証明書が正しいかを確かめてください", "is it public, is its certificate good?")
# What may become of any call.
_REFUSED = (
    "LINE に届きましたが、断られました。KURASHI_BASE_URL と line.toml を確かめてください",
    "LINE was reached and refused: check KURASHI_BASE_URL and line.toml",
)
_BUSY = (
    "LINE が込み合っています。数分待って、もう一度実行してください",
    "LINE is busy: wait some minutes and run this again",
)
_FAILING = (
    "LINE のほうで失敗しています。しばらく待って、もう一度実行してください",
    "LINE itself fails: wait a while and run this again",
)
_CUT_OFF = (
    "LINE に届きません。このサーバーから外への通信（api.line.me と api-data.line.me の443番）を通してください",
    "LINE cannot be reached: let this server call api.line.me and api-data.line.me, port 443",
)
# Under a tenth of the month's messages left is worth a word.
_FEW = 0.9


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is right, and what it says, in Japanese and English."""

    good: bool
    ja: str
    en: str

    def __str__(self) -> str:
        return f"{'○' if self.good else '×'} {self.ja}\n  {self.en}"


def look(channel: Line, base_url: str) -> Iterator[Finding]:
    """Token, webhook and quota; the first thing without which nothing else works ends it."""
    try:
        account = channel.call("GET", _BOT).said
    except (Later, Never) as failed:
        yield unreached(failed)
        return
    name = account.get("displayName", "")
    yield Finding(
        True,
        f"チャネルアクセストークンは使えます（アカウント名: {name}）",
        f"The access token works (account: {name}).",
    )
    if account.get("chatMode") == "chat":
        yield Finding(
            False,
            "LINE公式アカウントの「チャット」がオンで、自動の応答メッセージもこの製品と一緒に答えることがあります。"
            "管理画面の「応答設定」で「チャット」と「応答メッセージ」をオフにしてください",
            "Chat is switched on in LINE Official Account Manager, and its auto-reply may answer beside us: "
            "switch off “Chat” and “Auto-response messages” under Response settings.",
        )
    yield from _asked(lambda: _webhook(channel, base_url))
    yield from _asked(lambda: _quota(channel))


def install(
    channel: Line, pack: Pack, base_url: str, sign: Callable[[str], str], shown: str = ""
) -> Iterator[Finding]:
    """Every menu in every language, made anew only where it changed; the one called `shown` is what everybody sees."""
    menus = pack.line
    if menus is None:
        yield Finding(
            True,
            "line.toml がないので、メニューは入れません",
            "There is no line.toml: no menu is installed.",
        )
        return
    there, aliases = _there(channel)
    kept: dict[str, str] = {}
    made = 0
    for menu in menus.menus:
        for lang in rich_menus.LANGS:
            body = rich_menus.told(menus, menu, lang, base_url, sign)
            picture = menu_pictures.picture(menus, menu, lang, pack.town.colour)
            name, alias = rich_menus.name(body, picture, menu, lang), rich_menus.alias(menu, lang)
            if name not in there:
                there[name] = _make(channel, {**body, "name": name}, picture)
                made += 1
            kept[alias] = there[name]
            _point(channel, alias, there[name], aliases.get(alias, ""))
    first = next((one for one in menus.menus if one.key == shown), menus.usual)
    channel.call("POST", f"/v2/bot/user/all/richmenu/{kept[rich_menus.alias(first, 'ja')]}")
    for name, old in there.items():
        if name.startswith(rich_menus.OURS) and old not in kept.values():
            channel.call("DELETE", f"{_MENUS}/{old}")
    yield Finding(
        True,
        f"メニュー{len(kept)}枚のうち{made}枚を入れ、「{first.tab.say('ja').text}」を出しました",
        f"{made} of {len(kept)} menus were installed; everybody sees “{first.tab.say('en').text}”.",
    )


def _there(channel: Line) -> tuple[dict[str, str], dict[str, str]]:
    """The menus and the aliases that the account has, by name."""
    menus = channel.call("GET", f"{_MENUS}/list").said.get("richmenus", ())
    aliases = channel.call("GET", f"{_ALIASES}/list").said.get("aliases", ())
    return (
        {one["name"]: one["richMenuId"] for one in menus},
        {one["richMenuAliasId"]: one["richMenuId"] for one in aliases},
    )


def _make(channel: Line, body: Json, picture: bytes) -> str:
    made = str(channel.call("POST", _MENUS, body).said["richMenuId"])
    channel.call(
        "POST", f"{_MENUS}/{made}/content", picture, headers={"Content-Type": "image/png"}, data=True
    )
    return made


def _point(channel: Line, alias: str, menu: str, now: str) -> None:
    if not now:
        channel.call("POST", _ALIASES, {"richMenuAliasId": alias, "richMenuId": menu})
    elif now != menu:
        channel.call("POST", f"{_ALIASES}/{alias}", {"richMenuId": menu})


def _webhook(channel: Line, base_url: str) -> Iterator[Finding]:
    wanted = f"{base_url.rstrip('/')}{WEBHOOK}"
    if not wanted.startswith("https://"):
        yield Finding(
            False,
            f"LINE は https のアドレスにしか知らせません。KURASHI_BASE_URL を直してください（いま {base_url}）",
            f"LINE calls https addresses only. Set KURASHI_BASE_URL (now {base_url}).",
        )
        return
    if _endpoint(channel).get("endpoint") != wanted:
        channel.call("PUT", _ENDPOINT, {"endpoint": wanted})
    if not _endpoint(channel).get("active", True):
        yield Finding(
            False,
            "LINE Developers の「Messaging API設定」で「Webhookの利用」をオンにしてください",
            "Switch on “Use webhook” under Messaging API in LINE Developers.",
        )
    tried = channel.call("POST", f"{_WEBHOOK}/test", {"endpoint": wanted}).said
    if tried.get("success"):
        yield Finding(True, f"LINE から {wanted} に届きます", f"LINE reaches {wanted}.")
        return
    status, reason = tried.get("statusCode", 0), str(tried.get("reason", ""))
    why = _WHY.get(status) or _UNHEARD.get(reason) or (_BROKEN if status >= 500 else _SOMETHING)
    yield Finding(
        False,
        f"LINE から {wanted} に届きません（{status} {reason}）。{why[0]}",
        f"LINE does not reach {wanted} ({status} {reason}): {why[1]}.",
    )


def _endpoint(channel: Line) -> Mapping[str, Any]:
    """Where LINE tells what happens, and whether it does; nothing where none was ever set."""
    try:
        return channel.call("GET", _ENDPOINT).said
    except Refusal as refused:
        if refused.status != 404:
            raise
        return {}


def _quota(channel: Line) -> Iterator[Finding]:
    limit, used = channel.quota()
    if limit is None:
        yield Finding(
            True, f"送れる通数に上限はありません（今月 {used}通）", f"No monthly limit ({used} sent)."
        )
        return
    if used >= limit:
        yield Finding(
            False,
            f"今月の{limit}通を使い切りました。返事はできますが、お知らせは来月まで届きません。LINE公式アカウントの料金プランを見直してください",
            f"This month's {limit} messages are used up: replies go on, notices wait until next month. Look at the plan of the account.",
        )
        return
    enough = used < limit * _FEW
    more = "" if enough else "。残りが少ないので、LINE公式アカウントの料金プランを見直してください"
    yield Finding(
        enough,
        f"今月は{limit}通のうち{used}通を送りました{more}",
        f"{used} of this month's {limit} messages were sent.{'' if enough else ' Few are left: look at the plan of the account.'}",
    )


def _asked(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What was found, and where LINE did not answer, that."""
    try:
        yield from look()
    except (Later, Never) as failed:
        yield unreached(failed)


def unreached(failed: Later | Never) -> Finding:
    """LINE did not answer, or said no; what to do about it."""
    if isinstance(failed, Locked):
        return Finding(
            False,
            "チャネルアクセストークン（KURASHI_LINE_TOKEN）が違うか、期限が切れています。LINE Developers で発行し直してください",
            "KURASHI_LINE_TOKEN is wrong or has expired: issue a new one in LINE Developers.",
        )
    ja, en = _why(failed)
    return Finding(False, f"{ja}（{failed.code}）", f"{en} ({failed.code}).")


def _why(failed: Later | Never) -> tuple[str, str]:
    """What an operator does about it."""
    if isinstance(failed, Never):
        return _REFUSED
    if failed.code == "line_429":
        return _BUSY
    return _FAILING if failed.code.startswith("line_5") else _CUT_OFF
