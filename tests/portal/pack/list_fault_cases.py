"""Planted faults of a town's lists and file names, and exactly what must be told: file, line, key and words."""

from tests.portal.pack.builder import DIVISIONS, FEES
from tests.portal.pack.fault_cases import FACILITIES, PROCEDURE, WAIVERS

HEAD = FEES.splitlines()[0]
BATCHES = """計画ID,名称,部署ID,手続ID,対象,保存日数,適用開始日,適用終了日
a,見本,shimin,suido_kaishi,受付,30,,
"""
Case = tuple[dict[str, str | bytes], tuple[str, int, str, str]]

LIST_FAULTS: dict[str, Case] = {
    "a list in no code page": (
        {"fees_csv": HEAD.encode() + b"\n\xff\xfe\n"},
        ("fees.csv", 1, "", "文字コードが読めません。UTF-8 か Shift_JIS(cp932)の CSV で保存してください"),
    ),
    "a dictionary in another code page": (
        {"fields_toml": "# 市の項目\n".encode("cp932")},
        ("fields.toml", 1, "", "文字コードが UTF-8 ではありません"),
    ),
    "a column that is not there": (
        {"fees_csv": FEES.replace("金額", "きんがく")},
        ("fees.csv", 1, "金額", "この列がありません"),
    ),
    "a column nobody knows": (
        {"fees_csv": FEES.replace("単位", "単価")},
        ("fees.csv", 1, "単価", "知らない列です。列の名前を確かめてください"),
    ),
    "a column twice": (
        {"fees_csv": FEES.replace("単位", "方法")},
        ("fees.csv", 1, "方法", "同じ列が2つあります"),
    ),
    "a comma too many": (
        {"fees_csv": FEES.replace("300,copies,,2027-03-31", "300,copies,,2027-03-31,x")},
        ("fees.csv", 2, "", '列が多すぎます。カンマを含む値は " で囲んでください'),
    ),
    "a day on which nobody looked at a procedure": (
        {"procedures_csv": "手続ID,公開,確認日,適用開始日,適用終了日\njuminhyo,する,先月,,\n"},
        ("procedures.csv", 2, "確認日", "日付として読めません: 先月"),
    ),
    "a day on which nobody looked at a division": (
        {"divisions_csv": DIVISIONS.replace("後継,", "後継,確認日,").replace("1000,,", "1000,,先月,")},
        ("divisions.csv", 2, "確認日", "日付として読めません: 先月"),
    ),
    "a day on which nobody can look at a place again": (
        {
            "facilities_csv": FACILITIES.replace("所在地_連結表記", "所在地_連結表記,見直し日")
            + "990019,f1,市,a,ア,A,住所,いつか,,\n"
        },
        ("facilities.csv", 2, "見直し日", "日付として読めません: いつか"),
    ),
    "a day that is none": (
        {"fees_csv": FEES.replace("2027-04-01", "来年")},
        ("fees.csv", 3, "適用開始日", "日付として読めません: 来年"),
    ),
    "an end before its beginning": (
        {"fees_csv": FEES.replace("2027-04-01,", "2027-04-01,2026-04-01")},
        ("fees.csv", 3, "適用終了日", "終了日が開始日より前です"),
    ),
    "an empty cell": (
        {"divisions_csv": DIVISIONS.replace("sogo,honcho", "sogo,")},
        ("divisions.csv", 2, "事務所ID", "空です"),
    ),
    "a broken formula": (
        {"fees_csv": FEES.replace("350", "#REF!")},
        ("fees.csv", 3, "金額", "Excel の誤りの値です: #REF!"),
    ),
    "a fee payable at no time": (
        {"fees_csv": "手続ID,金額,納付,適用開始日,適用終了日\njuminhyo,300,いつか,,\n"},
        ("fees.csv", 2, "納付", "申込時・受付後・窓口 のどれかか、空（受付後）にしてください"),
    ),
    "a reduction by some": (
        {"waivers_csv": WAIVERS.replace("全額", "少し")},
        ("waivers.csv", 2, "減免", "全額・半額 か、減らす円の金額を書いてください"),
    ),
    "a batch kept for ever": (
        {"batches_csv": "計画ID,名称,部署ID,保存日数,適用開始日,適用終了日\nnight,夜,sogo,99999,,\n"},
        ("batches.csv", 2, "保存日数", "1から366までの数字を書いてください"),
    ),
    "a state no hand-over knows": (
        {"batches_csv": BATCHES.replace("受付", "到達")},
        ("batches.csv", 2, "対象", "受付・決定 のどれかか、空にしてください"),
    ),
    "a hand-over of what nobody knows": (
        {"batches_csv": BATCHES.replace("suido_kaishi", "nani")},
        ("batches.csv", 2, "手続ID", "その手続のファイルがありません: nani"),
    ),
    "a file name with a capital": (
        {"procedures__Todoke_toml": PROCEDURE},
        ("procedures/Todoke.toml", 1, "", "手続きの名前に使えません: Todoke"),
    ),
    "a heading nobody knows": (
        {"procedures__todoke_toml": 'topic = "pets"\n' + PROCEDURE},
        ("procedures/todoke.toml", 1, "topic", "topics.toml にない見出しです: pets"),
    ),
    "an early end that leads nowhere": (
        {
            "procedures__todoke_toml": PROCEDURE
            + '[[exit]]\nafter = "who"\nwhen = { name = "x" }\nprocedure = "none"\n'
            + 'title = { ja = "a", easy = "a", en = "a" }\ntext = { ja = "a", easy = "a", en = "a" }\n'
        },
        ("procedures/todoke.toml", 18, "exit[1].procedure", "その手続のファイルがありません: none"),
    ),
}
