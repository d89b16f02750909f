"""Faults of 算出, the way in which a figure of the plan is worked out."""

RECKONED = "団体コード,指標,単位,種別,年度,値,出典,算出,備考,適用開始日,適用終了日\n"

CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "a figure worked out in a way nobody knows": (
        {"kpi_csv": RECKONED + "990019,x,件,目標,R8,1,計画,hayasa,,,\n"},
        ("kpi.csv", 2, "算出", "hayasa"),
    ),
    "a figure of a procedure that is not there": (
        {"kpi_csv": RECKONED + "990019,x,%,目標,R8,1,計画,online_share(nothing),,,\n"},
        ("kpi.csv", 2, "算出", "nothing"),
    ),
    "a share that is said to be a number": (
        {"kpi_csv": RECKONED + "990019,x,件,目標,R8,1,計画,online_share,,,\n"},
        ("kpi.csv", 2, "算出", "単位"),
    ),
}
