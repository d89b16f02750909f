"""The phones of the made-up LINE: their talks lie in files beside the sample mails, never in the town's database."""

import fcntl
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.settings import Settings
from services.chat.rules import simulated
from services.chat.rules.line_shapes import Json

# Of a long talk the end is enough to try things out; of many phones those that were used last.
MOST, PHONES = 60, 100
GROUP = "group"
_REPLY, _PUSH, _MULTICAST = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/message/multicast"
_ALIAS, _EVERYBODYS = "/v2/bot/richmenu/alias/", "/v2/bot/user/all/richmenu/"
_DIGITS = re.compile("[0-9]{1,18}")


@dataclass
class Kept:
    """What a phone shows and knows: lines {mine, talk, message}, the talk of each reply token not used yet, the menu."""

    lines: list[Json] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    menu: str = ""
    followed: bool = False
    blocked: bool = False
    # Whether the phone's group has taken the account in.
    joined: bool = False
    sent: int = 0

    def talk(self, name: str) -> list[Json]:
        """The lines of one talk."""
        return [one for one in self.lines if one["talk"] == name]


@dataclass(frozen=True)
class Phone:
    """One made-up friend's phone, in a folder that is called like them."""

    folder: Path

    @property
    def user(self) -> str:
        """What LINE would call them."""
        return self.folder.name

    def look(self) -> Kept:
        """As it is now."""
        try:
            return Kept(**json.loads((self.folder / "phone.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Kept()

    @contextmanager
    def change(self) -> Iterator[Kept]:
        """As it is now, kept as it is afterwards; one at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self.look()
            yield kept
            kept.lines, kept.keys = kept.lines[-MOST:], kept.keys[-MOST:]
            kept.tokens = dict(list(kept.tokens.items())[-MOST:])
            draft = self.folder / "phone.draft"
            draft.write_text(json.dumps(vars(kept), ensure_ascii=False), encoding="utf-8")
            draft.replace(self.folder / "phone.json")

    def keep_picture(self, name: str, content: bytes) -> None:
        """A picture that was sent, for whoever asks for the message's content."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{int(name)}.picture").write_bytes(content)

    def picture(self, name: str) -> bytes | None:
        """A picture that was sent."""
        path = self.folder / f"{name}.picture"
        return path.read_bytes() if name.isdecimal() and path.is_file() else None

    def clear(self) -> None:
        """A new phone."""
        for path in (*self.folder.glob("*.picture"), self.folder / "phone.json"):
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Phones:
    """All of them: a phone for each browser that tries LINE out."""

    folder: Path

    def of(self, user: str) -> Phone:
        """A friend's phone, used or not."""
        return Phone(self.folder / user)

    def make(self) -> tuple[str, Phone]:
        """A new browser's phone, and the cookie that finds it again; those used longest ago make room."""
        token = secrets.token_hex(16)
        made = self.of(simulated.user_of(token))
        made.folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(self._all(), key=lambda one: one.folder.stat().st_mtime)[:-PHONES]:
            shutil.rmtree(old.folder, ignore_errors=True)
        return token, made

    def picture(self, name: str) -> bytes | None:
        """A picture that any of them sent."""
        found = (one.picture(name) for one in self._all()) if _DIGITS.fullmatch(name) else ()
        return next((one for one in found if one is not None), None)

    def holding(self, token: str) -> Phone | None:
        """The phone that waits for an answer to this token."""
        return next((one for one in self._all() if token in one.look().tokens), None)

    @property
    def menu(self) -> str:
        """The menu that everybody sees who has opened no other, as the account was told; "" for the usual one."""
        path = self.folder / "menu"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def hang(self, alias: str) -> None:
        """The account has another menu from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "menu").write_text(alias, encoding="utf-8")
        for one in self._all():
            with one.change() as kept:
                kept.menu = ""

    def _all(self) -> list[Phone]:
        return [Phone(path) for path in self.folder.glob("U*") if path.is_dir()]


def phones(settings: Settings) -> Phones | None:
    """The phones of a town that tries LINE out; None everywhere else."""
    return Phones(settings.home / "line-simulator") if settings.line_simulated else None


def tell(kept: Kept, event: Json, shown: Json | None) -> None:
    """A phone does something: what its owner sees of that, and the token an answer may come with."""
    talk = GROUP if "groupId" in event["source"] else ""
    if shown is not None:
        id = event.get("message", {}).get("id", "")
        kept.lines.append({"mine": True, "talk": talk, "message": shown, "id": id})
    kept.sent += 1
    if token := event.get("replyToken"):
        kept.tokens[token] = talk


def take_back(phone: Phone, id: str) -> Json | None:
    """A line of the phone's own that nobody is to read any more; None where it has none of that number."""
    with phone.change() as kept:
        found = next((one for one in kept.lines if id and one.get("id") == id), None)
        if found is not None:
            found.update(taken=True, message={})
    if found is not None:
        (phone.folder / f"{int(id)}.picture").unlink(missing_ok=True)
    return found


def answer(known: Phones, method: str, path: str, told: Mapping[str, Any], key: str) -> tuple[int, Json]:
    """What LINE would answer to a call of ours; what it does not know here it says it does not know."""
    if path == _REPLY:
        return _replied(known, told)
    if path in (_PUSH, _MULTICAST):
        to = told.get("to") or ()
        new = [_pushed(known, str(one), told, key) for one in ([to] if isinstance(to, str) else to)]
        return (409, {"message": "The retry key is already accepted"}) if new and not any(new) else (200, {})
    if method == "POST" and path.startswith(_EVERYBODYS):
        known.hang(path.removeprefix(_EVERYBODYS))
        return 200, {}
    return _asked(known, method, path)


def _replied(known: Phones, told: Mapping[str, Any]) -> tuple[int, Json]:
    token = str(told.get("replyToken"))
    phone = known.holding(token)
    if phone is None:
        return 400, {"message": "Invalid reply token"}
    with phone.change() as kept:
        talk = kept.tokens.pop(token, "")
        _arrived(kept, talk, told)
    return 200, {"sentMessages": []}


def _pushed(known: Phones, user: str, told: Mapping[str, Any], key: str) -> bool:
    """Whether it was new; a phone that nobody has, or that blocked the account, takes it in silence as LINE does."""
    phone = known.of(user) if simulated.user_of(user[1:]) == user else None
    if phone is None or not phone.folder.is_dir():
        return True
    with phone.change() as kept:
        if key and key in kept.keys:
            return False
        kept.keys.append(key)
        if kept.followed:
            _arrived(kept, "", told)
    return True


def _asked(known: Phones, method: str, path: str) -> tuple[int, Json]:
    if path.startswith("/v2/bot/profile/"):
        user = path.rpartition("/")[2]
        menu = known.of(user).look().menu if simulated.user_of(user[1:]) else ""
        return 200, simulated.profile(user, simulated.language(menu))
    if path.endswith("/linkToken"):
        return 200, {"linkToken": secrets.token_hex(16)}
    if method == "GET" and path.startswith(_ALIAS):
        return 200, {"richMenuId": path.removeprefix(_ALIAS)}
    answers: dict[tuple[str, str], Json] = {
        ("GET", "/v2/bot/message/quota"): {"type": "none"},
        ("GET", "/v2/bot/message/quota/consumption"): {"totalUsage": 0},
        ("POST", "/v2/bot/chat/loading/start"): {},
    }
    known_here = answers.get((method, path))
    return (404, {"message": "Not found"}) if known_here is None else (200, known_here)


def _arrived(kept: Kept, talk: str, told: Mapping[str, Any]) -> None:
    kept.lines += [{"mine": False, "talk": talk, "message": one} for one in told.get("messages", ())]


def sample_photo(now: datetime) -> bytes:
    """A road with a hole in it, drawn, for whoever has no photo at hand."""
    import io

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 720), "#8d9196")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 960, 170), fill="#b9c7a2")
    pen.rectangle((455, 200, 505, 420), fill="#f4f4f0")
    pen.ellipse((300 + now.second, 430, 640, 610), fill="#3c3a38", outline="#6b6f74", width=14)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
