"""One planted fault of each kind in appointments/*.toml, and what must be told about it."""

HEALTH = """sort = "clinic"
title = { ja = "見本健診", easy = "けんしん", en = "Check-up" }
division = "sogo"
every = 15
places = 3

[[matter]]
key = "chest"
title = { ja = "胸部", easy = "むね", en = "Chest" }

[[session]]
day = 2026-12-05
from = "9:00"
to = "12:00"
matters = ["chest"]

[doses]
least_days = 20
most_days = 40
"""
COUNTER = """sort = "counter"
title = { ja = "見本窓口", easy = "まどぐち", en = "Counter" }
division = "sogo"
every = 15

[[matter]]
key = "ask"
title = { ja = "相談", easy = "そうだん", en = "Advice" }
minutes = 30

[[hours]]
weekdays = "月火"
from = "9:00"
to = "12:00"
"""
COURSE = """sort = "course"
title = { ja = "見本講座", easy = "こうざ", en = "Course" }
division = "sogo"
places = 10

[[session]]
day = 2026-12-05
from = "9:00"
to = "12:00"
"""
Case = tuple[dict[str, str], tuple[str, int, str, str]]
FILE = "appointments/plan.toml"


def changed(text: str, before: str, after: str, line: int, key: str, words: str) -> Case:
    """The file with one thing in it changed, and what is told of it."""
    assert before in text
    return {"appointments__plan_toml": text.replace(before, after, 1)}, (FILE, line, key, words)


LOTTERY = """[lottery]
closes = 2026-12-05
number = { ja = "見本の数値", easy = "すうじ", en = "A number" }

"""
QUESTION = """[[question]]
key = "ill"
kind = "choice"
label = { ja = "見本の質問", easy = "しつもん", en = "A question" }
choices = [{ value = "no", ja = "いいえ", easy = "いいえ", en = "No" }, { value = "yes", ja = "はい", easy = "はい", en = "Yes" }]

"""
HOURS = COUNTER[COUNTER.index("[[hours]]") :]
MATTER = COUNTER[COUNTER.index("[[matter]]") : COUNTER.index("[[hours]]")]
SESSION = COURSE[COURSE.index("[[session]]") :]
CASES: dict[str, Case] = {
    "a counter without hours": changed(COUNTER, HOURS, "", 1, "hours", "[[hours]] で一つ以上"),
    "a counter for nothing": changed(COUNTER, MATTER, "", 1, "matter", "[[matter]] で一つ以上"),
    "a course that never meets": changed(COURSE, SESSION, "", 1, "session", "[[session]] で一つ以上"),
    "a course without places": changed(COURSE, "places = 10\n", "", 1, "places", "講座の定員"),
    "a second dose of a course": changed(
        COURSE, "[[session]]", "doses = { least_days = 3 }\n\n[[session]]", 6, "doses", "clinic のときだけ"
    ),
    "a clinic that receives nobody": changed(
        HEALTH, "places = 3\n", "", 10, "session[1].places", "同じ時刻に受けられる人数"
    ),
    "minutes that fit no step": changed(
        COUNTER, "minutes = 30", "minutes = 20", 9, "matter[1].minutes", "every（15分）の倍数"
    ),
    "a session of a matter nobody knows": changed(
        HEALTH, '["chest"]', '["head"]', 15, "session[1].matters", "この予約にない matter です: head"
    ),
    "a second dose that is over before it begins": changed(
        HEALTH, "most_days = 40", "most_days = 10", 19, "doses.most_days", "least_days より小さく"
    ),
    "a request for nobody": changed(
        COUNTER, "every = 15", "every = 15\nmost_people = 0", 5, "most_people", "1以上の数"
    ),
    "a calendar of a division nobody knows": changed(
        COUNTER, '"sogo"', '"nobody"', 3, "division", "divisions.csv にない部署です: nobody"
    ),
    "a calendar in a place nobody knows": changed(
        COUNTER, "every = 15", 'every = 15\nplace = "X"', 5, "place", "facilities.csv にない ID です: X"
    ),
    "one price of a counter": changed(
        COUNTER, "every = 15", "every = 15\nyen = 500", 5, "yen", "[[matter]] に yen を書いてください"
    ),
    "a price by age where no age is asked": changed(
        COUNTER,
        "minutes = 30",
        'minutes = 30\nyen = 500\nclass = [{ title = { ja = "a", easy = "a", en = "a" }, youngest = 70, yen = 0 }]',
        1,
        "matter",
        "年齢で変わる料金は、生年月日を尋ねる clinic のときだけ",
    ),
    "an hour of opening without its day": changed(
        COURSE,
        "places = 10",
        'places = 10\nopens_at = "9:00"',
        5,
        "opens_at",
        "受け付けを始める日を opens に",
    ),
    "a number a year where nobody is known": changed(
        COUNTER, "minutes = 30", "minutes = 30\nper_year = 1", 1, "per_year", "年度の回数は"
    ),
    "a draw of what is no course": changed(
        COUNTER, HOURS, f"{LOTTERY}{HOURS}", 11, "lottery", "抽選は、sort が course のときだけ"
    ),
    "a draw that closes after the course began": changed(
        COURSE, SESSION, f"{LOTTERY}{SESSION}", 7, "lottery.closes", "締切は、初めの日より前に"
    ),
    "questions about the body at a counter": changed(
        COUNTER, HOURS, f"{QUESTION}{HOURS}", 11, "question[1]", "問診票は、sort が clinic のときだけ"
    ),
    "a question that no sheet of paper answers": changed(
        HEALTH,
        "[[session]]",
        QUESTION.replace("choice", "file") + "[[session]]",
        13,
        "question[1].kind",
        "問診票では尋ねられない種類",
    ),
    "a question about what nobody can come for": changed(
        HEALTH,
        "[[session]]",
        QUESTION.replace('kind = "choice"', 'kind = "choice"\nmatters = ["eyes"]') + "[[session]]",
        14,
        "question[1].matters",
        "この予約にない matter です: eyes",
    ),
    "a question asked twice": changed(
        HEALTH, "[[session]]", f"{QUESTION}{QUESTION}[[session]]", 18, "question[2].key", "同じ key が二つ"
    ),
}
