"""Planted faults of the lists that are published, and exactly what must be told: file, line, key and words."""

Case = tuple[dict[str, str], tuple[str, int, str, str]]
AED = "全国地方公共団体コード,ID,名称,名称_カナ,設置位置,緯度,経度,小児対応設備の有無,適用開始日,適用終了日\n"
EVENTS = "全国地方公共団体コード,ID,イベント名,開始日,終了日,適用開始日,適用終了日\n"


def _aed(line: str) -> dict[str, str]:
    return {"aed_csv": AED + line + "\n"}


CASES: dict[str, Case] = {
    "an AED in the sea of another country": (
        _aed("990019,a1,市役所,シヤクショ,玄関,51.5,139.8,有,,"),
        (
            "aed.csv",
            2,
            "緯度",
            "国の標準の書き方（日本の緯度。例 36.563800）ではありません: 51.5",
        ),
    ),
    "an AED that is half on the map": (
        _aed("990019,a1,市役所,シヤクショ,玄関,36.5,,有,,"),
        ("aed.csv", 2, "緯度", "緯度と経度は、両方を書くか、両方を空にしてください"),
    ),
    "equipment that there may be": (
        _aed("990019,a1,市役所,シヤクショ,玄関,,,あり,,"),
        ("aed.csv", 2, "小児対応設備の有無", "国の標準の書き方（有 か 無）ではありません: あり"),
    ),
    "an event on a day of the era": (
        {"events_csv": EVENTS + "990019,e1,まつり,令和8年4月1日,2026-04-02,,\n"},
        (
            "events.csv",
            2,
            "開始日",
            "国の標準の書き方（日付。例 2026-04-01）ではありません: 令和8年4月1日",
        ),
    ),
    "a name that a spreadsheet would run": (
        {"events_csv": EVENTS + "990019,e1,=1+1,2026-04-01,2026-04-02,,\n"},
        ("events.csv", 2, "イベント名", "国の標準の書き方（文字）ではありません: =1+1"),
    ),
}
