"""One planted fault of each kind: which files are replaced, and what must be told about them."""

from tests.portal.pack.builder import DIVISIONS, FEES, HOURS, OFFICES, TOWN

HOLIDAYS = "名称,名称_やさしい,名称_英語,開始月日,終了月日,適用開始日,適用終了日\n"
PROCEDURES = "手続ID,公開,部署ID,広報番号,適用開始日,適用終了日\n"
KPI = "団体コード,指標,単位,種別,年度,値,備考,出典,適用開始日,適用終了日\n"
FAQ = "ID,分類,分類_やさしい,分類_英語,質問,質問_やさしい,質問_英語,回答,回答_やさしい,回答_英語,手続ID,部署ID,適用開始日,適用終了日\n"
GARBAGE = "ID,品名,品名_やさしい,品名_英語,区分ID,注意,注意_やさしい,注意_英語,適用開始日,適用終了日\n"
KINDS = "区分ID,区分,区分_やさしい,区分_英語,出し方,出し方_やさしい,出し方_英語,適用開始日,適用終了日\n"
FACILITIES = "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,名称_英語,所在地_連結表記,適用開始日,適用終了日\n"
WAIVERS = (
    "減免ID,手続ID,理由,理由_やさしい,理由_英語,確認書類,確認書類_やさしい,確認書類_英語,質問,答え,減免,根拠,適用開始日,適用終了日\n"
    "w,juminhyo,年金,ねんきん,Pension,証書,しょうしょ,Paper,purpose,pension,全額,条例,,\n"
)
REAL = TOWN.replace('"sample"', '"real"')
QUIET = DIVISIONS.replace("0000-00-1000", "").replace("0000-00-1030", "").replace("0000-00-1010", "")
PROCEDURE = """title = { ja = "届", easy = "とどけ", en = "Notice" }
summary = { ja = "届", easy = "とどけ", en = "Notice" }
number = "7001"
division = "sogo"
completes = "online"

[[way]]
kind = "online"
completes = "online"

[[step]]
key = "who"
title = { ja = "人", easy = "人", en = "Who" }
ask = ["name"]
"""
CLASH = PROCEDURE.replace("7001", "1021")

# Which files are replaced, and the file, line, key and words of the fault that must come of it.
CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "the town's number does not check": (
        {"town_toml": TOWN.replace("990019", "990018")},
        ("town.toml", 2, "lgcode", "検査数字"),
    ),
    "the town's number lost its zero": (
        {"town_toml": TOWN.replace("990019", "92011")},
        ("town.toml", 2, "lgcode", "先頭の0"),
    ),
    "the town's kind is unknown": (
        {"town_toml": TOWN.replace('"sample"', '"toy"')},
        ("town.toml", 3, "kind", "sample か real"),
    ),
    "the town's colour is no colour": (
        {"town_toml": TOWN.replace("#00605b", "green")},
        ("town.toml", 5, "colour", "の形で"),
    ),
    "the town's colour cannot be read on white": (
        {"town_toml": TOWN.replace("#00605b", "#7fffd4")},
        ("town.toml", 5, "colour", "4.5"),
    ),
    "a site without encryption": (
        {"town_toml": TOWN + 'site = "http://x.example/"\n'},
        ("town.toml", 10, "site", "https"),
    ),
    "a sender that is no address": (
        {"town_toml": TOWN + 'mail_from = "x"\n'},
        ("town.toml", 10, "mail_from", "メール"),
    ),
    "reminded too soon": ({"town_toml": TOWN + "remind_days = 30\n"}, ("town.toml", 10, "remind_days", "10")),
    "a key of the town nobody knows": (
        {"town_toml": TOWN + 'phone = "x"\n'},
        ("town.toml", 10, "phone", "知らない項目"),
    ),
    "the town's name lacks a language": (
        {"town_toml": TOWN.replace(', en = "Test City"', "")},
        ("town.toml", 1, "name.en", "言葉がありません"),
    ),
    "a reception that is no division": (
        {"town_toml": TOWN.replace('"sogo"', '"nobody"')},
        ("town.toml", 8, "reception", "divisions.csv"),
    ),
    "a popular procedure that is not there": (
        {"town_toml": TOWN.replace('"juminhyo"', '"none"')},
        ("town.toml", 9, "popular[1]", "none"),
    ),
    "town.toml is no TOML": ({"town_toml": TOWN + "= 1\n"}, ("town.toml", 10, "", "TOML")),
    "a nationwide field is redefined": (
        {"fields_toml": '[name]\nkind = "name"\nlabel = { ja = "a", easy = "b", en = "c" }\n'},
        ("fields.toml", 1, "name", "全国共通"),
    ),
    "a field lacks a language": (
        {"fields_toml": '[extra]\nkind = "text"\nlabel = { ja = "a", easy = "b" }\n'},
        ("fields.toml", 3, "extra.label.en", "言葉がありません"),
    ),
    "a field is of no kind": (
        {"fields_toml": '[extra]\nkind = "wish"\nlabel = { ja = "a", easy = "b", en = "c" }\n'},
        ("fields.toml", 2, "extra.kind", "知らない種類"),
    ),
    "a procedure asks for a field nobody knows": (
        {"procedures__todoke_toml": PROCEDURE.replace('["name"]', '["nickname"]')},
        ("procedures/todoke.toml", 14, "step[1].ask[1]", "辞書にない"),
    ),
    "a procedure's title lacks a language": (
        {"procedures__todoke_toml": PROCEDURE.replace(', en = "Who"', "")},
        ("procedures/todoke.toml", 13, "step[1].title.en", "言葉がありません"),
    ),
    "two procedures share a printed number": (
        {"procedures__todoke_toml": CLASH},
        ("procedures/todoke.toml", 3, "number", "同じ広報番号"),
    ),
    "a procedure's paper is not there": (
        {"procedures__todoke_toml": 'sheet = "sheets/none.html"\n' + PROCEDURE},
        ("procedures/todoke.toml", 1, "sheet", "用紙"),
    ),
    "a paper outside the folder": (
        {"procedures__todoke_toml": 'sheet = "sheets/../../town.toml"\n' + PROCEDURE},
        ("procedures/todoke.toml", 1, "sheet", "用紙"),
    ),
    "a paper that is no template": (
        {"sheets__own_html": "<p>\n{% if x %}\n</p>"},
        ("sheets/own.html", 2, "", "用紙として読めません"),
    ),
    "an id that cannot stand in an address": (
        {"divisions_csv": DIVISIONS + "市民,honcho,課,課,X,,,,,,,\n"},
        ("divisions.csv", 5, "部署ID", "英小文字"),
    ),
    "a division in an office that is not there": (
        {"divisions_csv": DIVISIONS.replace("sogo,honcho", "sogo,annex")},
        ("divisions.csv", 2, "事務所ID", "annex"),
    ),
    "a division twice at a time": (
        {"divisions_csv": DIVISIONS + "sogo,honcho,課,課,X,,,,,,,\n"},
        ("divisions.csv", 5, "部署ID", "重なっています"),
    ),
    "a successor that is not there": (
        {"divisions_csv": DIVISIONS.replace("0000-00-1030,shimin_madoguchi", "0000-00-1030,nobody")},
        ("divisions.csv", 3, "後継", "nobody"),
    ),
    "a successor that begins too late": (
        {"divisions_csv": DIVISIONS.replace(",,2027-04-01,", ",,2027-04-02,")},
        ("divisions.csv", 3, "後継", "2027-04-01 に後継"),
    ),
    "a successor of a division that does not end": (
        {"divisions_csv": DIVISIONS.replace("0000-00-1000,", "0000-00-1000,shimin")},
        ("divisions.csv", 2, "後継", "要りません"),
    ),
    "a circle of successors": (
        {
            "divisions_csv": DIVISIONS
            + "a,honcho,課,課,X,,,,,b,,2027-03-31\nb,honcho,課,課,X,,,,,a,,2027-03-31\n"
        },
        ("divisions.csv", 5, "後継", "後継の部署がありません"),
    ),
    "a procedure nobody answers for any more": (
        {
            "divisions_csv": DIVISIONS.replace("shimin_madoguchi,,2027-03-31", ",,2027-03-31").replace(
                "shimin_madoguchi,honcho", "other,honcho"
            )
        },
        ("divisions.csv", 1, "shimin", "2027-04-01 から"),
    ),
    "a mail address that is none": (
        {
            "divisions_csv": DIVISIONS.replace(
                ",後継,適用開始日,適用終了日\n", ",後継,適用開始日,適用終了日,メール\n"
            ).replace("0000-00-1000,,,", "0000-00-1000,,,,x")
        },
        ("divisions.csv", 2, "メール", "メール"),
    ),
    "hours of an office that is not there": (
        {"hours_csv": HOURS.replace("honcho", "annex")},
        ("hours.csv", 2, "事務所ID", "annex"),
    ),
    "hours of a kind nobody knows": (
        {"hours_csv": HOURS.replace("通常", "たまに")},
        ("hours.csv", 2, "種別", "臨時開庁"),
    ),
    "weekdays in other letters": (
        {"hours_csv": HOURS.replace("月火水木金", "Mon")},
        ("hours.csv", 2, "曜日", "月火水"),
    ),
    "hours that end before they begin": (
        {"hours_csv": HOURS.replace("8:30,17:15", "17:15,8:30")},
        ("hours.csv", 2, "終了", "順が逆"),
    ),
    "a time of day that is none": (
        {"hours_csv": HOURS.replace("17:15", "25:00")},
        ("hours.csv", 2, "終了", "8:30 の形"),
    ),
    "a closure with hours": (
        {"hours_csv": HOURS + "honcho,臨時閉庁,,8:30,12:00,,,,2027-01-22,2027-01-22\n"},
        ("hours.csv", 3, "開始", "時刻を空に"),
    ),
    "a holiday on no day": (
        {"holidays_csv": HOLIDAYS + "休,やすみ,Closed,02-30,02-30,,\n"},
        ("holidays.csv", 2, "開始月日", "12-29 の形"),
    ),
    "a holiday that says neither yearly nor once": (
        {"holidays_csv": HOLIDAYS + "休,やすみ,Closed,,,2027-01-22,\n"},
        ("holidays.csv", 2, "開始月日", "1回だけ"),
    ),
    "a fee for nothing": (
        {"fees_csv": FEES.replace("juminhyo,,300", "nothing,,300")},
        ("fees.csv", 2, "手続ID", "nothing"),
    ),
    "a fee that is no figure": (
        {"fees_csv": FEES.replace("300", "三百円")},
        ("fees.csv", 2, "金額", "数字で"),
    ),
    "a fee for each of something nobody asks": (
        {"fees_csv": FEES.replace("300,copies", "300,pages")},
        ("fees.csv", 2, "単位", "pages"),
    ),
    "a fee for a way nobody knows": (
        {"fees_csv": FEES.replace("juminhyo,,300", "juminhyo,fax,300")},
        ("fees.csv", 2, "方法", "konbini"),
    ),
    "a fee of a kind nobody knows": (
        {"fees_csv": "手続ID,金額,費目,適用開始日,適用終了日\njuminhyo,300,お茶代,,\n"},
        ("fees.csv", 2, "費目", "郵送料"),
    ),
    "a reduction of nothing": (
        {"waivers_csv": WAIVERS.replace("juminhyo", "nothing")},
        ("waivers.csv", 2, "手続ID", "nothing"),
    ),
    "a reduction by something that is not asked": (
        {"waivers_csv": WAIVERS.replace("purpose", "water_use")},
        ("waivers.csv", 2, "質問", "water_use"),
    ),
    "a reduction for an answer nobody can give": (
        {"waivers_csv": WAIVERS.replace("pension,全額", "pension|poverty,全額")},
        ("waivers.csv", 2, "答え", "poverty"),
    ),
    "two fees on one day": (
        {"fees_csv": FEES.replace("2027-04-01,", "2027-03-31,")},
        ("fees.csv", 3, "手続ID", "重なっています"),
    ),
    "a procedure switched neither on nor off": (
        {"procedures_csv": PROCEDURES + "juminhyo,たぶん,,,,\n"},
        ("procedures.csv", 2, "公開", "しない"),
    ),
    "a printed number that lost its zero": (
        {"procedures_csv": PROCEDURES + "juminhyo,する,,121,,\n"},
        ("procedures.csv", 2, "広報番号", "4けた"),
    ),
    "a printed number another procedure has": (
        {"procedures_csv": PROCEDURES + "juminhyo,する,,3011,,\n"},
        ("procedures.csv", 2, "広報番号", "suido_kaishi"),
    ),
    "a procedure given to nobody": (
        {"procedures_csv": PROCEDURES + "juminhyo,する,nobody,,,\n"},
        ("procedures.csv", 2, "部署ID", "nobody"),
    ),
    "a figure of another town": (
        {"kpi_csv": KPI + "092011,x,件,目標,R8,1,,計画,,\n"},
        ("kpi.csv", 2, "団体コード", "092011"),
    ),
    "a figure whose town lost its zero": (
        {"kpi_csv": KPI + "92011,x,件,目標,R8,1,,計画,,\n"},
        ("kpi.csv", 2, "団体コード", "先頭の0"),
    ),
    "a figure of a kind no plan prints": (
        {"kpi_csv": KPI + "990019,x,件,希望,R8,1,,計画,,\n"},
        ("kpi.csv", 2, "種別", "目標"),
    ),
    "a figure of a year that is none": (
        {"kpi_csv": KPI + "990019,x,件,目標,2026,1,,計画,,\n"},
        ("kpi.csv", 2, "年度", "R8"),
    ),
    "an answer about a procedure that is not there": (
        {"faq_csv": FAQ + "f1,a,a,a,b,b,b,c,c,c,nothing,,,\n"},
        ("faq.csv", 2, "手続ID", "nothing"),
    ),
    "an answer in two languages only": (
        {"faq_csv": FAQ + "f1,a,a,a,b,b,b,c,,c,,,,\n"},
        ("faq.csv", 2, "回答_やさしい", "言語"),
    ),
    "garbage of a kind that is not there": (
        {"garbage_csv": GARBAGE + "g1,a,a,a,stone,,,,,\n", "garbage_kinds_csv": KINDS},
        ("garbage.csv", 2, "区分ID", "stone"),
    ),
    "a facility of another town": (
        {"facilities_csv": FACILITIES + "092011,f1,市,a,ア,A,住所,,\n"},
        ("facilities.csv", 2, "全国地方公共団体コード", "092011"),
    ),
    "an office twice at a time": (
        {"offices_csv": OFFICES + "honcho,本庁,本庁,City Hall,,,,,\n"},
        ("offices.csv", 3, "事務所ID", "重なっています"),
    ),
    "a made-up fee under a real name": (
        {"town_toml": REAL, "divisions_csv": QUIET, "hours_csv": HOURS.splitlines()[0]},
        ("fees.csv", 2, "金額", "載せません"),
    ),
    "a made-up telephone under a real name": (
        {"town_toml": REAL, "fees_csv": FEES.splitlines()[0]},
        ("divisions.csv", 2, "電話番号", "載せません"),
    ),
    "made-up hours under a real name": (
        {"town_toml": REAL, "fees_csv": FEES.splitlines()[0], "divisions_csv": QUIET},
        ("hours.csv", 2, "開始", "載せません"),
    ),
}
