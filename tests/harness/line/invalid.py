"""Calls that LINE refuses, each with one thing wrong; and calls that it takes, at the edge of what it takes."""

from collections.abc import Mapping
from typing import Any

from tests.harness.line.events import ALICE

Json = dict[str, Any]
PUSH, REPLY, MULTICAST = (f"/v2/bot/message/{how}" for how in ("push", "reply", "multicast"))
MENU, ALIAS, BULK = "/v2/bot/richmenu", "/v2/bot/richmenu/alias", "/v2/bot/richmenu/bulk/link"
LOADING = "/v2/bot/chat/loading/start"
HELLO = {"type": "text", "text": "こんにちは"}
PRESS = {"type": "postback", "label": "押す", "data": "a"}
FAMILY = "👨\u200d👩\u200d👧"


def push(*messages: object, **more: Any) -> tuple[str, Json]:
    return PUSH, {"to": ALICE, "messages": list(messages), **more}


def quick(number: int = 1, **action: Any) -> Json:
    one = {"type": "action", "action": {**PRESS, **action}}
    return {**HELLO, "quickReply": {"items": [one] * number}}


def template(kind: str, **more: Any) -> Json:
    return {"type": "template", "altText": "代わりの文", "template": {"type": kind, **more}}


def buttons(**more: Any) -> Json:
    return template("buttons", **{"text": "本文", "actions": [PRESS], **more})


def carousel(number: int, **more: Any) -> Json:
    return template("carousel", columns=[{"text": "本文", "actions": [PRESS], **more}] * number)


def flex(*parts: object, **bubble: Any) -> Json:
    body = {"type": "box", "layout": "vertical", "contents": list(parts) or [words()]}
    return {"type": "flex", "altText": "代わりの文", "contents": {"type": "bubble", "body": body, **bubble}}


def many(*bubbles: object) -> Json:
    contents = {"type": "carousel", "contents": list(bubbles)}
    return {"type": "flex", "altText": "代わりの文", "contents": contents}


def words(**more: Any) -> Json:
    return {"type": "text", "text": "本文", **more}


def menu(number: int = 1, **more: Any) -> tuple[str, Json]:
    area = {"bounds": {"x": 0, "y": 0, "width": 100, "height": 100}, "action": PRESS}
    told = {
        "size": {"width": 2500, "height": 1686}, "selected": True, "name": "normal", "chatBarText": "メニュー", "areas": [area] * number,
    }  # fmt: skip
    return MENU, {**told, **more}


def without(told: Json, name: str) -> Json:
    return {key: value for key, value in told.items() if key != name}


BUBBLE = flex()["contents"]
INVALID: Mapping[str, tuple[str, Json]] = {
    "six messages": push(*[HELLO] * 6),
    "no messages": push(),
    "no recipient": (PUSH, {"messages": [HELLO]}),
    "no reply token": (REPLY, {"messages": [HELLO]}),
    "a made-up user id": (PUSH, {"to": "alice", "messages": [HELLO]}),
    "501 recipients": (MULTICAST, {"to": [ALICE] * 501, "messages": [HELLO]}),
    "an aggregation unit with a blank": push(HELLO, customAggregationUnits=["a b"]),
    "a text of 5,001": push({"type": "text", "text": "あ" * 5001}),
    "2,501 emoji": push({"type": "text", "text": "😀" * 2501}),
    "an empty text": push({"type": "text", "text": ""}),
    "no text": push({"type": "text"}),
    "a number for a text": push({"type": "text", "text": 5}),
    "an unknown message": push({"type": "smoke", "text": "a"}),
    "a message without its type": push({"text": "a"}),
    "14 quick replies": push(quick(14)),
    "no quick replies": push(quick(0)),
    "a quick reply of 21 letters": push(quick(label="あ" * 21)),
    "a quick reply without a label": push({**HELLO, "quickReply": {"items": [{"type": "action", "action": {"type": "camera"}}]}}),
    "a sender of 21 letters": push({**HELLO, "sender": {"name": "あ" * 21}}),
    "postback data of 301": push(quick(data="a" * 301)),
    "an unknown action": push(quick(type="dance")),
    "a picture without encryption": push({"type": "image", "originalContentUrl": "http://example.jp/a.jpg", "previewImageUrl": "https://example.jp/a.jpg"}),
    "a place beyond the pole": push({"type": "location", "title": "a", "address": "b", "latitude": 91, "longitude": 0}),
    "five buttons": push(buttons(actions=[PRESS] * 5)),
    "no buttons": push(buttons(actions=[])),
    "161 letters over buttons": push(buttons(text="あ" * 161)),
    "61 letters under a title": push(buttons(title="題", text="あ" * 61)),
    "a title of 41": push(buttons(title="あ" * 41)),
    "an address of 1,001": push(quick(type="uri", uri="https://example.jp/".ljust(1001, "a"))),
    "an address that LINE does not open": push(quick(type="uri", uri="ftp://example.jp/")),
    "a message of 301 to say": push(quick(type="message", text="あ" * 301)),
    "three answers to yes or no": push(template("confirm", text="よいですか", actions=[PRESS] * 3)),
    "241 letters over yes or no": push(template("confirm", text="あ" * 241, actions=[PRESS] * 2)),
    "11 columns": push(carousel(11)),
    "columns of one and two buttons": push(template("carousel", columns=[{"text": "a", "actions": [PRESS] * n} for n in (1, 2)])),
    "61 letters under a column's title": push(carousel(1, title="題", text="あ" * 61)),
    "four actions in a column": push(carousel(1, actions=[PRESS] * 4)),
    "an unknown template": push(template("tower")),
    "a template without its alternative": push(without(buttons(), "altText")),
    "an alternative of 401": push({**flex(), "altText": "あ" * 401}),
    "flex without its alternative": push(without(flex(), "altText")),
    "flex without its type": push({"type": "flex", "altText": "a", "contents": {"body": BUBBLE["body"]}}),
    "a size that flex does not know": push(flex(words(weight="heavy"))),
    "an unknown part of flex": push(flex({"type": "table"})),
    "flex text without text": push(flex({"type": "text"})),
    "a box that lies askew": push(flex({"type": "box", "layout": "askew", "contents": []})),
    "a body that is no box": push(flex(body=words())),
    "a span outside of a text": push(flex({"type": "span", "text": "a"})),
    "an icon that stands alone": push(flex({"type": "icon", "url": "https://example.jp/a.png"})),
    "a box on a line": push(flex({"type": "box", "layout": "baseline", "contents": [{"type": "box", "layout": "vertical", "contents": []}]})),
    "a border without a unit": push(flex({"type": "box", "layout": "vertical", "contents": [], "borderWidth": "1"})),
    "bubbles of two widths": push(many(BUBBLE, {**BUBBLE, "size": "kilo"})),
    "13 bubbles": push(many(*[BUBBLE] * 13)),
    "a bubble of 31 KB": push(flex(*[words(text="あ" * 1000)] * 11)),
    "51 KB of bubbles": push(many(*[flex(*[words(text="あ" * 1000)] * 9)["contents"]] * 2)),
    "a bubble of nothing": push({"type": "flex", "altText": "a", "contents": {"type": "bubble"}}),
    "21 areas of a menu": menu(21),
    "a chat bar of 15 letters": menu(chatBarText="あ" * 15),
    "a menu without its size": (MENU, without(menu()[1], "size")),
    "an alias in capitals": (ALIAS, {"richMenuAliasId": "MENU", "richMenuId": "richmenu-1"}),
    "501 people for a menu": (BULK, {"richMenuId": "richmenu-1", "userIds": [ALICE] * 501}),
    "three seconds of waiting": (LOADING, {"chatId": ALICE, "loadingSeconds": 3}),
}  # fmt: skip
VALID: Mapping[str, tuple[str, Json]] = {
    "a text": push(HELLO),
    "five messages": push(*[HELLO] * 5),
    "a text of 5,000": push({"type": "text", "text": "あ" * 5000}),
    "2,500 emoji": push({"type": "text", "text": "😀" * 2500}),
    "13 quick replies": push(quick(13)),
    "twenty letters of many points": push(quick(label=FAMILY * 20)),
    "twenty flags": push(quick(label="🇯🇵" * 20)),
    "postback data of 300": push(quick(data="a" * 300)),
    "four buttons": push(buttons(actions=[PRESS] * 4, text="あ" * 160)),
    "buttons with a title": push(buttons(title="あ" * 40, text="あ" * 60)),
    "yes or no": push(template("confirm", text="あ" * 240, actions=[PRESS] * 2)),
    "ten columns": push(carousel(10)),
    "flex": push(flex(words(weight="bold", size="xl", wrap=True), {"type": "button", "action": PRESS, "style": "primary"}, {"type": "separator"})),
    "flex of spans": push(flex({"type": "text", "contents": [{"type": "span", "text": "a"}]})),
    "twelve bubbles": push({"type": "flex", "altText": "あ" * 400, "contents": {"type": "carousel", "contents": [BUBBLE] * 12}}),
    "a telephone": push(quick(type="uri", uri="tel:0000000000", data=None)),
    "a picture": push({"type": "image", "originalContentUrl": "https://example.jp/a.jpg", "previewImageUrl": "https://example.jp/a.jpg"}),
    "a place": push({"type": "location", "title": "市役所", "address": "本町", "latitude": 36.5, "longitude": 139.9}),
    "500 recipients": (MULTICAST, {"to": [ALICE] * 500, "messages": [HELLO]}),
    "a menu": menu(20),
    "an alias": (ALIAS, {"richMenuAliasId": "menu-1", "richMenuId": "richmenu-1"}),
    "waiting": (LOADING, {"chatId": ALICE, "loadingSeconds": 20}),
}  # fmt: skip
