"""A procedure that nobody ships, with everything the language of forms knows, and a town that is given it at run time."""

from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.portal.cases import PACKS
from tests.services.applications.browsing import Browser, Site
from tests.services.applications.reading import Page

PDF = b"%PDF-1.4\n% a sample\n%%EOF\n"
FIELDS = """
[guests]
kind = "group"
label = { ja = "同行者", easy = "いっしょに 来る 人", en = "Companion" }
[guest_name]
kind = "name"
label = { ja = "同行者の氏名", easy = "いっしょに 来る 人の 名前", en = "Companion's name" }
[guest_birth]
kind = "birth"
label = { ja = "同行者の生年月日", easy = "いっしょに 来る 人の 生まれた 日", en = "Companion's birth" }
[guest_school]
kind = "text"
label = { ja = "同行者の学校", easy = "いっしょに 来る 人の 学校", en = "Companion's school" }
[guest_pays]
kind = "yen"
label = { ja = "同行者の参加費", easy = "いっしょに 来る 人の お金", en = "Companion's charge" }
[in_town]
kind = "choice"
label = { ja = "市内に住んでいますか", easy = "この 市に すんで いますか", en = "Do you live here?" }
choices = [
  { value = "yes", ja = "はい", easy = "はい", en = "Yes" },
  { value = "no", ja = "いいえ", easy = "いいえ", en = "No" },
]
[moved_in]
kind = "date"
label = { ja = "転入した日の見本", easy = "ひっこした 日の 見本", en = "Sample day of moving in" }
[doc_sample]
kind = "file"
max = 2
label = { ja = "見本の写真", easy = "見本の しゃしん", en = "Sample picture" }
[pay_into]
kind = "bank_account"
label = { ja = "見本の口座", easy = "見本の こうざ", en = "Sample account" }
[come_at]
kind = "time"
label = { ja = "来る時刻", easy = "来る じかん", en = "Time of coming" }
[since_month]
kind = "month"
label = { ja = "始まりの月", easy = "はじまりの 月", en = "Month of beginning" }
"""
W = '{ ja = "見本の届出", easy = "見本の とどけ", en = "Sample notice" }'
PROCEDURE = f"""
title = {W}
summary = {W}
number = "7999"
division = "shimin"
completes = "online"
decision = "none"
links = [{{ title = {{ ja = "マイナポータル", easy = "マイナポータル", en = "Mynaportal" }}, link = "https://myna.go.jp/" }}]
[deadline_from]
field = "moved_in"
days = 14
[[way]]
kind = "online"
assurance = "contact"
completes = "online"
[[computed]]
key = "guest_age"
label = {{ ja = "同行者の年齢", easy = "いっしょに 来る 人の 年", en = "Companion's age" }}
age_of = "guest_birth"
on = "fiscal_year_start"
[[computed]]
key = "guest_count"
label = {{ ja = "同行者の人数", easy = "いっしょに 来る 人の 数", en = "Companions" }}
count_of = "guests"
[[computed]]
key = "all_pay"
label = {{ ja = "参加費の合計", easy = "お金の ごうけい", en = "Charges in all" }}
sum_of = ["guest_pays"]
[[exit]]
after = "you"
when = {{ in_town = "no" }}
title = {{ ja = "市内の方の届出です", easy = "この 市の 人の とどけです", en = "For residents only" }}
text = {W}
procedure = "juminhyo"
[[step]]
key = "you"
title = {{ ja = "あなた", easy = "あなた", en = "You" }}
ask = ["name", "phone", "in_town", "moved_in"]
[[step]]
key = "guests"
title = {{ ja = "同行者の一覧", easy = "いっしょに 来る 人", en = "Companions" }}
repeat = {{ field = "guests", min = 1, max = 3 }}
ask = ["guest_name", "guest_birth", {{ field = "guest_school", when = {{ guest_age = {{ max = 15 }} }} }}, "guest_pays"]
[[step]]
key = "papers"
title = {{ ja = "添付", easy = "しゃしん", en = "Pictures" }}
ask = ["doc_sample", {{ field = "note", optional = true, when = {{ all_pay = {{ min = 1000 }} }} }}]
[[step]]
key = "rest"
title = {{ ja = "そのほか", easy = "そのほか", en = "The rest" }}
ask = ["pay_into", "come_at", "since_month"]
"""
YOU = {
    "name": "見本 花子", "phone": "090-1234-5678", "in_town": "yes",
    "moved_in-era": "", "moved_in-year": "2026", "moved_in-month": "11", "moved_in-day": "1",
}  # fmt: skip
REST = {
    "pay_into-bank": "見本銀行", "pay_into-branch": "本店", "pay_into-kind": "ordinary",
    "pay_into-number": "12345", "pay_into-holder": "みほん はなこ", "come_at": "午後1時半",
    "since_month-era": "reiwa", "since_month-year": "8", "since_month-month": "4",
}  # fmt: skip


def born(year: int) -> dict[str, str]:
    return {
        "guest_birth-era": "", "guest_birth-year": str(year), "guest_birth-month": "5", "guest_birth-day": "5",
    }  # fmt: skip


def town_with(folder: Path, **changes: str) -> Path:
    """The sample town's folder with one procedure and its questions more."""
    packs = folder / "packs"
    copytree(PACKS, packs)
    (packs / "hinata" / "fields").mkdir(exist_ok=True)
    (packs / "hinata" / "fields" / "sample.toml").write_text(FIELDS, encoding="utf-8")
    text = PROCEDURE
    for old, new in changes.items():
        text = text.replace(old, new)
    (packs / "hinata" / "procedures").mkdir(exist_ok=True)
    (packs / "hinata" / "procedures" / "mihon.toml").write_text(text, encoding="utf-8")
    return packs


def at_guests(written: Site) -> Browser:
    browser = written.browser()
    browser.open("/applications/new/mihon/online")
    browser.press(YOU)
    assert browser.page.path.endswith("/guests/1")
    return browser


def upload(browser: Browser, *sent: tuple[bytes, str], button: str = "add") -> Page:
    """Choose files on the open page and press a button."""
    pairs: list[tuple[str, Any]] = [("_token", browser.page.value("_token")), ("doc_sample-there", "yes")]
    pairs += [("doc_sample", FileStorage(BytesIO(content), name)) for content, name in sent]
    pairs += [(button, "doc_sample")] if button else []
    # Encoded here, since the test client leaves a temporary file of a large body open.
    boundary, body = encode_multipart(MultiDict(pairs))
    return browser.send_body(browser.page.path, body, boundary)


def at_papers(written: Site) -> Browser:
    browser = at_guests(written)
    browser.press({"guest_name": "見本 太郎", **born(1990), "guest_pays": "1,200円"})
    browser.press()
    assert browser.page.path.endswith("/papers")
    return browser
