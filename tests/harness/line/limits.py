"""What LINE's reference says of messages, as a schema: shapes, and every documented limit; written apart from the portal's own check."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

Schema = dict[str, Any]


def _text(units: int, least: int = 1) -> Schema:
    return {"type": "string", "minLength": least, "utf16": units}


def _letters(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "graphemes": most}


def _thing(kind: str, required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["type", *required],
        "properties": {"type": {"const": kind}, **properties},
    }


def _one_of(**kinds: Schema) -> Schema:
    """One of several things, told apart by their type, so that what is wrong is said of the right one."""
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(kinds)}},
        "allOf": [
            {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": rule}
            for kind, rule in kinds.items()
        ],
    }


def _list(least: int, most: int, of: Schema) -> Schema:
    return {"type": "array", "minItems": least, "maxItems": most, "items": of}


HTTPS = {"type": "string", "pattern": "^https://", "utf16": 2000}
DATA = _text(300)
# What stands for a card in the list of talks; the reference named 400 for years, and no longer one is of use there.
ALT = _text(400)
LABEL = _letters(20)
URI = {"type": "string", "pattern": "^(https?|tel|line)[:]", "utf16": 1000}
ALIAS = {"type": "string", "pattern": "^[a-z0-9_-]{1,32}$"}
SPACE = {"enum": ["none", "xs", "sm", "md", "lg", "xl", "xxl"]}
SPACED = {"anyOf": [SPACE, {"type": "string", "pattern": r"^\d+(\.\d+)?(px|%)$"}]}
SIZES = {
    "anyOf": [{"enum": ["xxs", "xs", "sm", "md", "lg", "xl", "xxl", "3xl", "4xl", "5xl", "full"]}, SPACED]
}
COLOUR = {"type": "string", "pattern": "^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"}
ACTION = _one_of(
    postback=_thing("postback", ("data",), label=LABEL, data=DATA, displayText=_letters(300), text=_letters(300)),
    message=_thing("message", ("text",), label=LABEL, text=_letters(300)),
    uri=_thing("uri", ("uri",), label=LABEL, uri=URI),
    datetimepicker=_thing("datetimepicker", ("data", "mode"), label=LABEL, data=DATA, mode={"enum": ["date", "time", "datetime"]}),
    camera=_thing("camera", ("label",), label=LABEL),
    cameraRoll=_thing("cameraRoll", ("label",), label=LABEL),
    location=_thing("location", ("label",), label=LABEL),
    clipboard=_thing("clipboard", ("clipboardText",), label=LABEL, clipboardText=_text(1000)),
    richmenuswitch=_thing("richmenuswitch", ("richMenuAliasId", "data"), richMenuAliasId=ALIAS, data=DATA),
)  # fmt: skip
# Where something is pressed by its words, it needs them.
PRESSED = {"allOf": [ACTION, {"required": ["label"]}]}
QUICK = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": _list(1, 13, _thing("action", ("action",), action=PRESSED, imageUrl=HTTPS))},
}
COLUMN: Schema = {
    "type": "object",
    "required": ["text", "actions"],
    "properties": {"title": _letters(40), "text": _letters(120), "thumbnailImageUrl": HTTPS, "actions": _list(1, 3, PRESSED)},
    "if": {"anyOf": [{"required": ["title"]}, {"required": ["thumbnailImageUrl"]}]},
    "then": {"properties": {"text": _letters(60)}},
}  # fmt: skip
TEMPLATE = _one_of(
    buttons={
        **_thing("buttons", ("text", "actions"), title=_letters(40), text=_letters(160), thumbnailImageUrl=HTTPS, actions=_list(1, 4, PRESSED)),
        "if": {"anyOf": [{"required": ["title"]}, {"required": ["thumbnailImageUrl"]}]},
        "then": {"properties": {"text": _letters(60)}},
    },
    confirm=_thing("confirm", ("text", "actions"), text=_letters(240), actions=_list(2, 2, PRESSED)),
    carousel=_thing("carousel", ("columns",), columns={**_list(1, 10, COLUMN), "alike": "actions"}),
)  # fmt: skip
PART = {"$ref": "#/$defs/part"}
# A span stands in a text only, an icon on a line only, and on a line nothing but words and icons.
SPAN = {"allOf": [PART, {"properties": {"type": {"const": "span"}}}]}
_ON_A_LINE = ["text", "icon", "filler"]
_IN_A_BOX = ["box", "text", "button", "image", "separator", "filler"]
ON_A_LINE: Schema = {
    "if": {"properties": {"layout": {"const": "baseline"}}},
    "then": {"properties": {"contents": {"items": {"properties": {"type": {"enum": _ON_A_LINE}}}}}},
    "else": {"properties": {"contents": {"items": {"properties": {"type": {"enum": _IN_A_BOX}}}}}},
}
BOX = {"allOf": [PART, {"properties": {"type": {"const": "box"}}}]}
HERO = {"allOf": [PART, {"properties": {"type": {"enum": ["box", "image", "video"]}}}]}
BORDER = {"anyOf": [{"enum": ["none", "light", "normal", "medium", "semi-bold", "bold"]}, {"type": "string", "pattern": r"^\d+(\.\d+)?px$"}]}  # fmt: skip
JUSTIFIED = ["center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"]
DEFS: Schema = {
    "part": _one_of(
        box=_thing(
            "box", ("layout", "contents"), layout={"enum": ["horizontal", "vertical", "baseline"]},
            contents={"type": "array", "items": PART}, spacing=SPACED, margin=SPACED, backgroundColor=COLOUR, borderColor=COLOUR,
            borderWidth=BORDER, cornerRadius=SPACED, paddingAll=SPACED, paddingTop=SPACED, paddingBottom=SPACED, paddingStart=SPACED,
            paddingEnd=SPACED, justifyContent={"enum": JUSTIFIED}, alignItems={"enum": ["center", "flex-start", "flex-end"]}, action=ACTION,
        ) | ON_A_LINE,
        text={
            **_thing("text", (), text=_text(2000), contents={"type": "array", "minItems": 1, "items": SPAN}, wrap={"type": "boolean"},
                     size=SIZES, color=COLOUR, weight={"enum": ["regular", "bold"]}, align={"enum": ["start", "end", "center"]},
                     margin=SPACED, flex={"type": "integer", "minimum": 0}, maxLines={"type": "integer", "minimum": 0}, action=ACTION),
            "anyOf": [{"required": ["text"]}, {"required": ["contents"]}],
        },
        span=_thing("span", ("text",), text=_text(2000), size=SIZES, color=COLOUR),
        button=_thing("button", ("action",), action=PRESSED, style={"enum": ["primary", "secondary", "link"]}, height={"enum": ["sm", "md"]}, color=COLOUR),
        image=_thing("image", ("url",), url=HTTPS, size=SIZES, aspectMode={"enum": ["cover", "fit"]}, action=ACTION),
        icon=_thing("icon", ("url",), url=HTTPS),
        separator=_thing("separator", (), color=COLOUR, margin=SPACED),
        filler=_thing("filler"),
    ),
}  # fmt: skip
BUBBLE = {
    **_thing(
        "bubble", (), size={"enum": ["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"]}, direction={"enum": ["ltr", "rtl"]},
        header=BOX, hero=HERO, body=BOX, footer=BOX, action=ACTION,
    ),
    "bytes": 30 * 1024,
    "anyOf": [{"required": [name]} for name in ("header", "hero", "body", "footer")],
}  # fmt: skip
FLEX = _one_of(
    bubble=BUBBLE,
    carousel={
        **_thing("carousel", ("contents",), contents={**_list(1, 12, BUBBLE), "alike": "size"}),
        "bytes": 50 * 1024,
    },
)
_AROUND: Schema = {
    "quickReply": QUICK,
    "sender": {"type": "object", "properties": {"name": _letters(20), "iconUrl": HTTPS}},
}
MESSAGE = _one_of(
    text=_thing("text", ("text",), text=_text(5000), **_AROUND),
    sticker=_thing("sticker", ("packageId", "stickerId"), packageId=_text(20), stickerId=_text(20), **_AROUND),
    image=_thing("image", ("originalContentUrl", "previewImageUrl"), originalContentUrl=HTTPS, previewImageUrl=HTTPS, **_AROUND),
    location=_thing(
        "location", ("title", "address", "latitude", "longitude"), title=_text(100), address=_text(100),
        latitude={"type": "number", "minimum": -90, "maximum": 90}, longitude={"type": "number", "minimum": -180, "maximum": 180}, **_AROUND,
    ),
    template=_thing("template", ("altText", "template"), altText=ALT, template=TEMPLATE, **_AROUND),
    flex=_thing("flex", ("altText", "contents"), altText=ALT, contents=FLEX, **_AROUND),
)  # fmt: skip
MESSAGES = _list(1, 5, MESSAGE)
USER = {"type": "string", "pattern": "^U[0-9a-f]{32}$"}
UNITS = _list(0, 1, {"type": "string", "pattern": "^[a-zA-Z0-9_]{1,30}$"})
AREA = {
    "type": "object",
    "required": ["bounds", "action"],
    "properties": {
        "bounds": {
            "type": "object",
            "required": ["x", "y", "width", "height"],
            "properties": {name: {"type": "integer", "minimum": 0, "maximum": 2500} for name in ("x", "y", "width", "height")},
        },
        "action": ACTION,
    },
}  # fmt: skip
ALIASED = {
    "type": "object",
    "required": ["richMenuAliasId", "richMenuId"],
    "properties": {"richMenuAliasId": ALIAS},
}
BODIES: dict[tuple[str, str], Schema] = {
    ("POST", "/v2/bot/message/reply"): {
        "type": "object",
        "required": ["replyToken", "messages"],
        "properties": {"replyToken": _text(100), "messages": MESSAGES},
    },
    ("POST", "/v2/bot/message/push"): {
        "type": "object",
        "required": ["to", "messages"],
        "properties": {"to": USER, "messages": MESSAGES, "customAggregationUnits": UNITS},
    },
    ("POST", "/v2/bot/message/multicast"): {
        "type": "object",
        "required": ["to", "messages"],
        "properties": {"to": _list(1, 500, USER), "messages": MESSAGES, "customAggregationUnits": UNITS},
    },
    ("POST", "/v2/bot/chat/loading/start"): {
        "type": "object",
        "required": ["chatId"],
        "properties": {
            "chatId": USER,
            "loadingSeconds": {"type": "integer", "minimum": 5, "maximum": 60, "multipleOf": 5},
        },
    },
    ("POST", "/v2/bot/richmenu"): {
        "type": "object",
        "required": ["size", "selected", "name", "chatBarText", "areas"],
        "properties": {
            "size": {
                "type": "object",
                "required": ["width", "height"],
                "properties": {
                    "width": {"type": "integer", "minimum": 800, "maximum": 2500},
                    "height": {"type": "integer", "minimum": 250},
                },
            },
            "selected": {"type": "boolean"},
            "name": _letters(300),
            "chatBarText": _letters(14),
            "areas": {"type": "array", "maxItems": 20, "items": AREA},
        },
    },
    ("POST", "/v2/bot/richmenu/alias"): ALIASED,
    ("POST", "/v2/bot/richmenu/bulk/link"): {
        "type": "object",
        "required": ["richMenuId", "userIds"],
        "properties": {"userIds": _list(1, 500, USER)},
    },
}
for _path in ("reply", "push", "multicast"):
    BODIES[("POST", f"/v2/bot/message/validate/{_path}")] = {
        "type": "object",
        "required": ["messages"],
        "properties": {"messages": MESSAGES},
    }


def faults(how: str, path: str, told: object) -> list[str]:
    """What is wrong with the body of a call; nothing of calls that have none."""
    schema = BODIES.get((how, path))
    if schema is None:
        return []
    found = _validator(how, path).iter_errors(told)
    return [f"{one.json_path}: {one.message[:200]}" for one in found]


@cache
def _validator(how: str, path: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    kind = extend(
        Draft202012Validator, {"utf16": _utf16, "graphemes": _graphemes, "bytes": _bytes, "alike": _alike}
    )
    return kind({**BODIES[how, path], "$defs": DEFS})


def _utf16(_: object, most: int, told: object, __: object) -> Iterator[Any]:
    if isinstance(told, str) and len(told.encode("utf-16-le", "surrogatepass")) // 2 > most:
        yield _fault(f"longer than {most} units of UTF-16")


def _graphemes(_: object, most: int, told: object, __: object) -> Iterator[Any]:
    if isinstance(told, str) and len(_CLUSTER.findall(told)) > most:
        yield _fault(f"longer than {most} letters")


def _bytes(_: object, most: int, told: object, __: object) -> Iterator[Any]:
    import json

    size = len(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
    if size > most:
        yield _fault(f"{size} bytes, more than {most}")


def _alike(_: object, name: str, told: object, __: object) -> Iterator[Any]:
    """Things side by side are of one size: bubbles of one width, columns of as many buttons."""
    each = [one.get(name) for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    if len({len(one) if isinstance(one, list) else one or "mega" for one in each}) > 1:
        yield _fault(f"side by side with another {name}")


def _fault(said: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(said)


def _marks() -> str:
    """Everything that stands on the letter before it."""
    every = (chr(code) for code in range(0x300, 0xFE30) if unicodedata.category(chr(code)) in ("Mn", "Me"))
    return "".join(map(re.escape, every)) + "\\U0001F3FB-\\U0001F3FF\\U000E0020-\\U000E007F"


# A flag of two halves, or a letter with what stands on it and what is joined to it.
_CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|(?:.[" + _marks() + "]*)(?:\u200d.[" + _marks() + "]*)*", re.DOTALL
)
