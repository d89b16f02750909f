"""One planted fault of each kind in a town's okuyami.toml, and what must be told about it."""

OWN = """days_ahead = 30
open_days_before = 2

[[office]]
office = "honcho"
division = "shimin"
place = { ja = "1階", easy = "1かい", en = "1st floor" }
weekdays = "月水金"
times = ["9:00", "13:30"]
minutes = 60
seats = 2

[phones]
pension = "0000-00-9001"
"""

CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "times are booked too far ahead": (
        {"okuyami_toml": OWN.replace("= 30", "= 300")},
        ("okuyami.toml", 1, "days_ahead", "1から62まで"),
    ),
    "a family is received on no day of the week": (
        {"okuyami_toml": OWN.replace("月水金", "毎日")},
        ("okuyami.toml", 8, "office[1].weekdays", "曜日を続けて"),
    ),
    "a time is no time": (
        {"okuyami_toml": OWN.replace("13:30", "午後")},
        ("okuyami.toml", 9, "office[1].times", "時刻を書いて"),
    ),
    "times are not in order": (
        {"okuyami_toml": OWN.replace("13:30", "9:00")},
        ("okuyami.toml", 9, "office[1].times", "早い順"),
    ),
    "a family is received where no office is": (
        {"okuyami_toml": OWN.replace("honcho", "nowhere")},
        ("okuyami.toml", 5, "office[1].office", "nowhere"),
    ),
    "a family is received by a division nobody knows": (
        {"okuyami_toml": OWN.replace('"shimin"', '"nobody"')},
        ("okuyami.toml", 6, "office[1].division", "nobody"),
    ),
    "a telephone belongs to an office nobody named": (
        {"okuyami_toml": OWN.replace("pension", "pensoin")},
        ("okuyami.toml", 14, "phones.pensoin", "pension の書きまちがい"),
    ),
}
