"""LINE tried out without an account: signed events go to the webhook over HTTP, and what comes back is shown."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from shutil import copytree
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from portal.files import StoredFile
from portal.worker import Worker
from services.chat.actions import simulator
from services.chat.rules import simulated
from tests.harness.live import Clock, Town, listening, make_app, sample
from tests.services.chat import line_kinds, line_notice_kinds
from tests.services.chat.line_limits import parts
from tests.services.chat.talking import MORNING, TOKEN

HERE = simulated.HERE


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    var = tmp_path_factory.mktemp("simulator") / "var"
    copytree(sample(MORNING), var)
    clock = Clock(MORNING)

    with listening(lambda address: make_app(var, clock, **_settings(address))) as (app, address):
        yield Town(app, clock, address, var)
        app.extensions["house"].db.dispose()


@pytest.fixture
def phone(town: Town) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=town.address, trust_env=False, follow_redirects=True) as client:
        act(client, what="anew")
        yield client


def _settings(address: str) -> dict[str, str]:
    told = simulated.settings(address)
    return {"address": told.pop("base_url"), **told}


def act(phone: httpx.Client, **done: str) -> str:
    """Something is done on the phone; the page as it is then."""
    page = phone.get(HERE).text
    answer = phone.post(HERE, data={"_token": TOKEN.findall(page)[-1], **done})
    assert answer.status_code == 200
    return answer.text


def test_what_is_written_is_kept_for_the_worker_and_the_page_waits(phone: httpx.Client) -> None:
    act(phone, what="follow")

    page = act(phone, what="say", text="窓口の時間")

    assert "窓口の時間" in page
    assert "答えを待っています" in page
    assert "届きませんでした" not in page


@pytest.mark.usefixtures("judged_line")
def test_a_friend_asks_and_is_answered(town: Town, phone: httpx.Client) -> None:
    act(phone, what="follow")
    act(phone, what="say", text="窓口の時間")
    worker = Worker(town.app.extensions["house"])
    while worker.send("line_event") or worker.send("line_reply"):
        pass

    page = phone.get(HERE).text

    assert "答えを待っています" not in page
    assert "友だち追加、ありがとうございます" in page
    assert "どこのことですか" in page
    assert "本庁" in page


def test_the_menu_is_shown_and_a_tab_brings_another(phone: httpx.Client) -> None:
    act(phone, what="follow")
    page = act(phone, what="press", alias="disaster-en", data="x")

    picture = phone.get(f"{HERE}/menu/disaster-en.png")

    assert "disaster-en.png" in page
    assert "Shelters near me" in page
    assert picture.content.startswith(b"\x89PNG")


def test_a_place_and_a_photo_are_sent(phone: httpx.Client) -> None:
    act(phone, what="follow")
    act(phone, what="place", place="990019F0001")
    page = act(phone, what="photo")
    address = next(part for part in page.split('"') if part.startswith(f"{HERE}/photo/"))

    assert "ひなた市役所 本庁" in page
    assert phone.get(address).content.startswith(b"\xff\xd8")


@pytest.mark.usefixtures("judged_line")
def test_what_was_sent_is_taken_back_here_and_at_the_town(town: Town, phone: httpx.Client) -> None:
    act(phone, what="follow")
    page = act(phone, what="photo")
    photo = next(part for part in page.split('"') if part.startswith(f"{HERE}/photo/"))
    line = re.findall(r'name="line" value="(\d+)"', page)[-1]
    worker = Worker(town.app.extensions["house"])
    while worker.send("line_event") or worker.send("line_reply"):
        pass

    page = act(phone, what="unsend", line=line)
    again = act(phone, what="unsend", line=line)
    while worker.send("line_event") or worker.send("line_reply"):
        pass

    assert "メッセージの送信を取り消しました。" in page
    assert f'value="{line}"' not in page
    assert again.count("メッセージの送信を取り消しました。") == 1
    assert phone.get(photo).status_code == 404
    with town.app.extensions["house"].db.session() as session:
        assert "gone" in session.scalars(select(StoredFile.state)).all()


def test_whatever_the_account_sends_is_shown_with_all_its_words(town: Town, phone: httpx.Client) -> None:
    act(phone, what="follow")
    told = [*line_kinds.messages("ja").items(), *line_notice_kinds.messages("ja").items()]
    phones = simulator.phones(town.app.extensions["house"].settings)
    assert phones is not None

    missing = []
    for start in range(0, len(told), 20):
        sent = [(name, one) for name, made in told[start : start + 20] for one in made]
        with phones.of(simulated.user_of(phone.cookies["kmado_phone"])).change() as kept:
            kept.lines = [{"mine": False, "talk": "", "message": one} for _, one in sent]
        page = unescape(phone.get(f"{HERE}/talk").text)
        missing += [(name, said) for name, one in sent for said in _shown(one) if said not in page]

    assert missing == []


def _shown(message: dict[str, Any]) -> Iterator[str]:
    """What somebody reads of a message; what can be pressed under it, only while it is the newest."""
    for part in parts({**message, "quickReply": None}):
        if isinstance(part.get("text"), str):
            yield part["text"]
        if part.get("type") == "button" or "template" in part:
            pressed = [part["action"]] if "action" in part else part["template"]["actions"]
            yield from (one["label"] for one in pressed)


def test_blocking_is_told_as_well(phone: httpx.Client) -> None:
    act(phone, what="follow")

    assert "ブロックをやめる" in act(phone, what="follow")
    assert "ブロックする" in act(phone, what="follow")


def test_each_browser_is_a_friend_of_its_own(town: Town, phone: httpx.Client) -> None:
    act(phone, what="follow")
    act(phone, what="say", text="ここだけの話")

    with httpx.Client(base_url=town.address, trust_env=False, follow_redirects=True) as other:
        page = act(other, what="follow")

    assert "ここだけの話" not in page
    assert "ここだけの話" in phone.get(HERE).text


def test_the_talk_alone_is_sent_only_where_it_changed(town: Town, phone: httpx.Client) -> None:
    act(phone, what="follow")
    seen = phone.get(f"{HERE}/talk")
    asked = {"If-None-Match": seen.headers["ETag"]}

    assert phone.get(f"{HERE}/talk", headers=asked).status_code == 304
    act(phone, what="say", text="こんにちは")
    changed = phone.get(f"{HERE}/talk", headers=asked)
    assert changed.status_code == 200
    assert "こんにちは" in changed.text
    assert "<html" not in changed.text


@pytest.mark.usefixtures("judged_line")
def test_in_a_group_the_account_answers_only_when_it_is_called(town: Town, phone: httpx.Client) -> None:
    act(phone, what="join", talk="group")
    act(phone, what="say", talk="group", text="今日は寒いね")
    worker = Worker(town.app.extensions["house"])
    while worker.send("line_event") or worker.send("line_reply"):
        pass
    page = phone.get(HERE, params={"talk": "group"}).text
    assert page.count('class="theirs"') == 1
    assert "名前を付けて呼びかけられたときだけ" in page

    act(phone, what="say", talk="group", text="窓口の時間", called="1")
    while worker.send("line_event") or worker.send("line_reply"):
        pass
    assert phone.get(HERE, params={"talk": "group"}).text.count('class="theirs"') == 2
    assert "窓口の時間" not in phone.get(HERE).text


def test_the_menu_that_the_account_hangs_up_is_everybodys(town: Town, phone: httpx.Client) -> None:
    settings = town.app.extensions["house"].settings
    ours = {"Authorization": f"Bearer {settings.line_token}"}
    act(phone, what="follow")
    assert "usual-ja.png" in phone.get(HERE).text
    found = phone.get(f"{simulated.API}/v2/bot/richmenu/alias/disaster-ja", headers=ours).json()

    phone.post(f"{simulated.API}/v2/bot/user/all/richmenu/{found['richMenuId']}", headers=ours)
    assert "disaster-ja.png" in phone.get(HERE).text
    phone.post(f"{simulated.API}/v2/bot/user/all/richmenu/usual-ja", headers=ours)


def test_only_our_own_worker_may_speak_for_line(town: Town, phone: httpx.Client) -> None:
    settings = town.app.extensions["house"].settings
    reply = {"replyToken": "made-up", "messages": [{"type": "text", "text": "x"}]}
    path, ours = f"{simulated.API}/v2/bot/message/reply", {"Authorization": f"Bearer {settings.line_token}"}

    assert phone.post(path, json=reply).status_code == 401
    assert phone.post(path, json=reply, headers=ours).status_code == 400
    assert phone.get(f"{simulated.API}/v2/bot/nothing", headers=ours).status_code == 404
    assert phone.get(f"{simulated.API}/v2/bot/message/quota", headers=ours).json() == {"type": "none"}


def test_a_push_arrives_once_under_one_key_and_only_at_friends(town: Town, phone: httpx.Client) -> None:
    settings = town.app.extensions["house"].settings
    user = simulated.user_of(phone.cookies["kmado_phone"])
    push = {"to": user, "messages": [{"type": "text", "text": "お知らせがあります"}]}
    path = f"{simulated.API}/v2/bot/message/push"

    def send(key: str) -> int:
        headers = {"Authorization": f"Bearer {settings.line_token}", "X-Line-Retry-Key": key}
        return phone.post(path, json=push, headers=headers).status_code

    assert send("a") == 200
    act(phone, what="follow")
    assert [send("b"), send("b")] == [200, 409]
    assert phone.get(HERE).text.count("お知らせがあります") == 1


@pytest.mark.parametrize(
    "path", [HERE, f"{HERE}/talk", f"{HERE}/agree", f"{HERE}/menu/usual-ja.png", f"{HERE}/photo/1"]
)
def test_a_town_with_an_account_or_with_none_has_no_such_page(tmp_path: Path, path: str) -> None:
    copytree(sample(MORNING), tmp_path / "var")
    app = make_app(tmp_path / "var", Clock(MORNING), line_token="x", line_secret="y")

    assert app.test_client().get(path).status_code == 404
    app.extensions["house"].db.dispose()
