"""One planted fault of each kind a procedure or a dictionary can have: what is changed, and exactly what must be told."""

# ruff: noqa: E501 (a case is read on one line, as long as its file's line and its sentence are)

WORDS = '{ ja = "届", easy = "とどけ", en = "Notice" }'
# Its lines are counted by the cases below.
WHOLE = f"""title = {WORDS}
summary = {WORDS}
number = "7001"
division = "sogo"
completes = "online"

[[way]]
kind = "online"
completes = "online"

[[step]]
key = "who"
title = {WORDS}
ask = ["applicant_kind", "name", "birth_date", "copies"]

[[step]]
key = "children"
title = {WORDS}
repeat = {{ field = "children", min = 1, max = 3 }}
ask = ["child_name", "child_birth_date"]

[[step]]
key = "last"
title = {WORDS}
ask = ["doc_health_insurance", {{ field = "note", optional = true }}]
"""
# A change is what stands there and what is written instead; a single text is added behind, from line 26 on.
Change = tuple[str, str] | str
EXIT = f'[[exit]]\nafter = "who"\nwhen = {{ applicant_kind = "agent" }}\ntitle = {WORDS}\ntext = {WORDS}\n'
AGE = f'[[computed]]\nkey = "age"\nlabel = {WORDS}\nage_of = "birth_date"\n'
LIES_AHEAD = "この条件より前に尋ねる項目だけを条件にできます"


def asking(what: str) -> Change:
    """The last page's free text asked in another way."""
    return ('{ field = "note", optional = true }', what)


# Change, line, key and words.
PROCEDURE_FAULTS: dict[str, tuple[Change, int, str, str]] = {
    "no title": ((f"title = {WORDS}\nsummary", "summary"), 1, "title", "言葉がありません"),
    "no division": (('division = "sogo"', ""), 1, "division", "必要な項目がありません"),
    "a number in digits": (('"7001"', "7001"), 3, "number", "文字列ではありません"),
    "minutes in words": (('number = "7001"', 'minutes = "五分"'), 3, "minutes", "整数ではありません"),
    "a flag in words": (('number = "7001"', 'fee_later = "yes"'), 3, "fee_later", "true か false ではありません"),
    "a day in quotes": (('number = "7001"', 'valid_from = "2027-04-01"'), 3, "valid_from", "日付（2026-04-01 の形）ではありません"),
    "a layout nobody knows": (('number = "7001"', 'layout = "scroll"'), 3, "layout", "pages・tasks のどれでもありません"),
    "a state nobody knows": (('number = "7001"', 'state = "secret"'), 3, "state", "published・draft のどれでもありません"),
    "an after_due nobody knows": (('number = "7001"', 'after_due = "burn"'), 3, "after_due", "wait・return のどれでもありません"),
    "an acceptance nobody knows": (('number = "7001"', 'acceptance = "robot"'), 3, "acceptance", "clerk・automatic のどれでもありません"),
    "a decision nobody knows": (('number = "7001"', 'decision = "dice"'), 3, "decision", "none・one_step・two_steps のどれでもありません"),
    "a box nobody knows": (('number = "7001"', 'individual_number_box = "ask"'), 3, "individual_number_box", "none・leave_empty のどれでもありません"),
    "an assurance nobody knows": (('kind = "online"', 'kind = "online"\nassurance = "oath"'), 9, "way[1].assurance", "none・contact・login・signature のどれでもありません"),
    "one search word alone": (('number = "7001"', 'search = "犬"'), 3, "search", "並び（[ ]）ではありません"),
    "search words in digits": (('number = "7001"', "search = [1]"), 3, "search", "文字列の並びではありません"),
    "a misspelt key": (('number = "7001"', f"summery = {WORDS}"), 3, "summery", "知らない項目です（summary の書きまちがいではありませんか）"),
    "an unknown key": (('number = "7001"', "zzz = 1"), 3, "zzz", "知らない項目です"),
    "a title in one language": ((f"title = {WORDS}\nsummary", 'title = "届"\nsummary'), 1, "title", "{ ja = …, easy = …, en = … } の形ではありません"),
    "a title without English": ((', en = "Notice" }\nsummary', " }\nsummary"), 1, "title.en", "この言語の言葉がありません"),
    "a title in an unknown language": ((" }\nsummary", ', fr = "x" }\nsummary'), 1, "title.fr", "知らない言語か、文字列でない言葉です"),
    "a number of three digits": (('"7001"', '"701"'), 3, "number", "広報番号は数字4桁です"),
    "the same way twice": (('[[step]]\nkey = "who"', '[[way]]\nkind = "online"\ncompletes = "online"\n\n[[step]]\nkey = "who"'), 12, "way[2].kind", "同じ方法が二つあります"),
    "online but nobody can": (('kind = "online"\ncompletes = "online"', f'kind = "window"\ncompletes = "preparation"\nremains = {WORDS}'), 5, "completes", "オンラインで完了する方法（way）がありません"),
    "online without a question": ((WHOLE[WHOLE.index("[[step]]") :], ""), 1, "step", "オンラインの手続きには尋ねる項目が必要です"),
    "kept for no year": (('number = "7001"', "retention_years = 0"), 3, "retention_years", "1以上の年数にしてください"),
    "a signature nobody knows": (('number = "7001"', 'sign = "seal"'), 3, "sign", "none・name・own_hand・pad のどれでもありません"),
    "sent back though it is decided": (('number = "7001"', 'after_due = "return"'), 3, "after_due", "承認や却下を決める手続きは、返戻にできません"),
    "delivered to no address": (('kind = "online"', 'kind = "online"\nregister_address = "name"'), 9, "way[1].register_address", "register_address が住所の項目ではありません: name"),
    "a list on the first page": (('[[step]]\nkey = "who"\n', f'[[step]]\nkey = "first"\ntitle = {WORDS}\nask = ["doc_payout_account"]\n\n[[step]]\nkey = "who"\n'), 11, "step[1]", "最初のページでは、繰り返しや添付を尋ねられません"),
    "two steps of one name": (('key = "last"', 'key = "who"'), 23, "step[3].key", "同じ名前のステップが二つあります: who"),
    "a step named like a page": (('key = "last"', 'key = "tasks"'), 23, "step[3].key", "ステップの名前に使えません（英小文字・数字・- _。card・ended・files・later・reply-by・safety・tasks のほか）"),
    "a step that asks nothing": (('ask = ["doc_health_insurance", { field = "note", optional = true }]', "ask = []"), 25, "step[3].ask", "尋ねる項目がありません"),
    "a field nobody knows": (('"doc_health_insurance"', '"zzz_zzz"'), 25, "step[3].ask[1]", "辞書にない項目です: zzz_zzz"),
    "a misspelt field": (('"doc_health_insurance"', '"doc_health_insurence"'), 25, "step[3].ask[1]", "辞書にない項目です: doc_health_insurence（doc_health_insurance の書きまちがいではありませんか）"),
    "a group asked like a question": (('"doc_health_insurance"', '"household_members"'), 25, "step[3].ask[1]", "group の項目は repeat で使います: household_members"),
    "a question asked twice": (('"doc_health_insurance"', '"name"'), 25, "step[3].ask[1]", "同じ項目を二度尋ねています: name"),
    "a question of a list asked outside": (('"doc_health_insurance"', '"child_name"'), 25, "step[3].ask[1]", "同じ項目を二度尋ねています: child_name"),
    "a choice the dictionary has not": (asking('{ field = "purpose", choices = ["war"] }'), 25, "step[3].ask[2].choices", "辞書にない選択肢です: war"),
    "a bound the kind has not": (asking('{ field = "note", min = 1 }'), 25, "step[3].ask[2].min", "integer・yen の項目だけが持てます"),
    "too many files": (('"doc_health_insurance"', '{ field = "doc_health_insurance", max = 11 }'), 25, "step[3].ask[1].max", "1 から 10 までの数にしてください"),
    "a file inside a list": (('"child_birth_date"]', '"child_birth_date", "doc_payout_account"]'), 20, "step[2].ask", "繰り返しの中では添付を尋ねられません（後のステップでまとめて尋ねてください）"),
    "a list of no group": (('field = "children"', 'field = "name"'), 19, "step[2].repeat.field", "辞書にある group の項目ではありません: name"),
    "a list twice": ((f'key = "last"\ntitle = {WORDS}\n', f'key = "last"\ntitle = {WORDS}\nrepeat = {{ field = "children" }}\n'), 25, "step[3].repeat.field", "同じ項目を二度尋ねています: children"),
    "a list longer than allowed": (("max = 3 }", "max = 31 }"), 19, "step[2].repeat.max", "min と max は 0 から 30 までで、min より小さい max は書けません"),
    "a list of the wrong shape": (('repeat = { field = "children", min = 1, max = 3 }', 'repeat = "children"'), 19, "step[2].repeat", "表（キーと値の組）ではありません"),
    "an unsaid end": (('kind = "online"\ncompletes = "online"', 'kind = "online"'), 7, "way[1].completes", "どこまでできるか（online・partly・elsewhere・preparation）が必要です"),
    "a way nobody goes": (('kind = "online"', 'kind = "fax"'), 8, "way[1].kind", "知らない方法です: fax"),
    "elsewhere but nowhere": (('kind = "online"\ncompletes = "online"', 'kind = "online"\ncompletes = "elsewhere"'), 7, "way[1].link", "ほかのところで行う手続きには link が必要です"),
    "something remains unsaid": (('kind = "online"\ncompletes = "online"', 'kind = "online"\ncompletes = "partly"'), 7, "way[1].remains", "何がどこに残るか（remains）が必要です"),
    "a negative fee": (('number = "7001"', "fee = { yen = -1 }"), 3, "fee.yen", "0 以上の金額が必要です"),
    "a link without encryption": (('number = "7001"', f'links = [{{ title = {WORDS}, link = "http://x.example/" }}]'), 3, "links[1].link", "https:// で始めてください"),
    "a period of two shapes": ('[[open]]\nfrom = "06-01"\nto = "2026-08-31"\n', 27, "open[1].from", "from と to は、どちらも 06-01 か、どちらも 2026-06-01 の形にしてください"),
    "a period without its end": ('[[open]]\nfrom = "06-01"\n', 26, "open[1].to", "必要な項目がありません"),
    "a period that ends before it begins": ('[[open]]\nfrom = "2026-06-01"\nto = "2026-05-01"\n', 28, "open[1].to", "from より前の日です"),
    "a deadline counted from a name": ('[deadline_from]\nfield = "name"\ndays = 14\n', 27, "deadline_from.field", "この手続で尋ねる日付の項目ではありません: name"),
    "a deadline of days and months": ('[deadline_from]\nfield = "birth_date"\ndays = 1\nmonths = 1\n', 28, "deadline_from.days", "days か months のどちらか一つに、1以上の数が必要です"),
    "an early end after no step": (EXIT.replace('"who"', '"nowhere"'), 27, "exit[1].after", "そのようなステップはありません: nowhere"),
    "an early end of everybody": (EXIT.replace('when = { applicant_kind = "agent" }\n', ""), 26, "exit[1].when", "どんな答えのときかが必要です"),
    "an early end that looks ahead": (EXIT.replace('applicant_kind = "agent"', 'note = "x"'), 28, "exit[1].when.note", LIES_AHEAD),
    "an early end that looks into a list": (EXIT.replace('"who"', '"children"').replace('applicant_kind = "agent"', 'child_relation = "own"'), 28, "exit[1].when.child_relation", f"{LIES_AHEAD}（children の書きまちがいではありませんか）"),
    "a condition on a later question": (('"applicant_kind", "name",', '{ field = "applicant_kind", when = { birth_date = "2000" } }, "name",'), 14, "step[1].ask[1].when.birth_date", LIES_AHEAD),
    "a misspelt condition": (asking('{ field = "note", when = { aplicant_kind = "agent" } }'), 25, "step[3].ask[2].when.aplicant_kind", f"{LIES_AHEAD}（applicant_kind の書きまちがいではありませんか）"),
    "bounds on something that is no number": (asking('{ field = "note", when = { name = { min = 1 } } }'), 25, "step[3].ask[2].when.name", "min と max は integer・yen・計算した値だけに使えます"),
    "a condition that says nothing": (asking('{ field = "note", when = { copies = {} } }'), 25, "step[3].ask[2].when.copies", "not, min, max のどれかが必要です"),
    "an answer nobody can give": (asking('{ field = "note", when = { applicant_kind = "cat" } }'), 25, "step[3].ask[2].when.applicant_kind", "この項目の答えになりえない値です: cat"),
    "a condition on a way nobody goes": (asking('{ field = "note", when = { way = "fax" } }'), 25, "step[3].ask[2].when.way", "この項目の答えになりえない値です: fax"),
    "a condition of no value": (asking('{ field = "note", when = { applicant_kind = [] } }'), 25, "step[3].ask[2].when.applicant_kind", "値がありません"),
    "a computed value named like a field": (AGE.replace('"age"', '"name"'), 27, "computed[1].key", "計算の名前に使えません（辞書にない、英小文字・数字・_ の名前にしてください）: name"),
    "a computed value that computes nothing": (AGE.replace('age_of = "birth_date"\n', ""), 26, "computed[1]", "age_of・sum_of・count_of・days_from のどれか一つが必要です"),
    "two computed values of one name": (AGE + AGE, 31, "computed[2].key", "同じ名前の計算が二つあります: age"),
    "a sum of nothing": (AGE.replace('age_of = "birth_date"', "sum_of = []"), 29, "computed[1].sum_of", "足すものがありません"),
    "a computed value of something not asked": (AGE.replace("birth_date", "spouse_birth_date"), 26, "computed[1]", "計算の元になる項目を尋ねていません: spouse_birth_date、today"),
    "the age of a name": (AGE.replace("birth_date", "name"), 26, "computed[1]", "date・birth の項目ではありません: name"),
    "computed values in a circle": (
        AGE.replace('age_of = "birth_date"', 'sum_of = ["b"]') + AGE.replace('"age"', '"b"').replace('age_of = "birth_date"', 'sum_of = ["age"]'),
        26, "computed[1]", "計算が輪になっています: age → b → age",
    ),
    "conditions in a circle": (
        ('"applicant_kind", "name", "birth_date", "copies"', '"applicant_kind", { field = "name", when = { copies = 1 } }, "birth_date", { field = "copies", when = { name = "見本" } }'),
        14, "step[1].ask[2].when.copies", "条件が輪になっています: name → copies → name",
    ),
}  # fmt: skip
FIELD = f'[extra]\nkind = "text"\nlabel = {WORDS}\n'
CHOICE = f'[extra]\nkind = "choice"\nlabel = {WORDS}\nchoices = [\n  {{ value = "a", ja = "a", easy = "a", en = "a" }},\n  {{ value = "b", ja = "b", easy = "b", en = "b" }},\n]\n'
GROUP = FIELD.replace('"text"', '"group"')
# The whole file, line, key and words.
FIELD_FAULTS: dict[str, tuple[str, int, str, str]] = {
    "a key with a capital": (FIELD.replace("extra", "Extra"), 1, "Extra", "項目の名前に使えません（英小文字・数字・_）"),
    "a key that means something else": (FIELD.replace("extra", "way"), 1, "way", "項目の名前に使えません（英小文字・数字・_）"),
    "a field of a common key": (FIELD.replace("extra", "name"), 1, "name", "ほかのファイルにもうある項目です（全国共通の項目は定義し直せません）"),
    "a field that is no table": ("extra = 1\n", 1, "extra", "表（キーと値の組）ではありません"),
    "a kind nobody knows": (FIELD.replace('"text"', '"wish"'), 2, "extra.kind", "知らない種類です: wish"),
    "a misspelt kind": (FIELD.replace('"text"', '"adress"'), 2, "extra.kind", "知らない種類です: adress（address の書きまちがいではありませんか）"),
    "a field without a label": (FIELD.replace(f"label = {WORDS}\n", ""), 1, "extra.label", "言葉がありません"),
    "an autocomplete browsers do not know": (FIELD + 'autocomplete = "pet"\n', 4, "extra.autocomplete", "使えない値です: pet"),
    "a sensitivity nobody knows": (FIELD + 'sensitivity = "top"\n', 4, "extra.sensitivity", "使えない値です: top"),
    "one choice": (CHOICE.replace('  { value = "b", ja = "b", easy = "b", en = "b" },\n', ""), 4, "extra.choices", "選ぶものが足りません"),
    "choices of a text": (CHOICE.replace('"choice"', '"text"'), 4, "extra.choices", "choice か choices の項目だけが持てます"),
    "two choices of one value": (CHOICE.replace('"b",', '"a",', 1), 6, "extra.choices[2].value", "同じ値が二つあります: a"),
    "a choice in Japanese letters": (CHOICE.replace('value = "b"', 'value = "犬"'), 6, "extra.choices[2].value", "英数字と - _ だけの値にしてください"),
    "a choice without English": (CHOICE.replace(', en = "b"', ""), 6, "extra.choices[2].en", "この言語の言葉がありません"),
    "a code without digits": (FIELD.replace('"text"', '"number_code"'), 1, "extra.digits", "桁数 [最小, 最大] が必要です"),
    "digits the wrong way round": (FIELD.replace('"text"', '"number_code"') + "digits = [4, 2]\n", 4, "extra.digits", "[最小, 最大] の形ではありません"),
    "an answer of one's own that cannot be chosen": (CHOICE + 'own = ["z"]\n', 8, "extra.own", "選択肢にない値です: z"),
    "something kept that is not one's own": (FIELD + "reuse = true\n", 4, "extra.reuse", '本人の項目（whose = "self"）だけが持てます'),
    "people taken over by a text": (FIELD + 'draws_on = { group = "a", take = { b = "c" } }\n', 4, "extra.draws_on", "group でない項目は、その項目だけを引き継げます"),
    "people taken over from nowhere": (GROUP + 'draws_on = { take = { b = "c" } }\n', 4, "extra.draws_on.group", "必要な項目がありません"),
    "nothing taken over": (GROUP + 'draws_on = { group = "a" }\n', 4, "extra.draws_on.take", "引き継ぐ項目がありません"),
    "a number taken over": (GROUP + 'draws_on = { group = "a", take = { b = 1 } }\n', 4, "extra.draws_on.take.b", "文字列ではありません"),
    "people of whom something else is wanted than an answer": (GROUP + 'draws_on = { group = "a", take = { b = "c" }, where = { d = 1 } }\n', 4, "extra.draws_on.where.d", "文字列の並びではありません"),
    "an age the wrong way round": (GROUP + 'draws_on = { group = "a", take = { b = "c" }, aged = { d = [9, 1] } }\n', 4, "extra.draws_on.aged.d", "[最小, 最大] の形ではありません"),
    "digits of a text": (FIELD + "digits = [1, 2]\n", 4, "extra.digits", "number_code の項目だけが持てます"),
    "days of a text": (FIELD + "from_today = [0, 9]\n", 4, "extra.from_today", "date の項目だけが持てます"),
    "a file not named as one": (FIELD.replace('"text"', '"file"'), 1, "extra", "file の項目の名前は doc_ で始めてください"),
    "a file eleven times": (FIELD.replace('"text"', '"file"').replace("extra", "doc_extra") + "max = 11\n", 4, "doc_extra.max", "1 から 10 までの数にしてください"),
    "a text too long": (FIELD + "max = 10001\n", 4, "extra.max", "1 から 10000 までの長さにしてください"),
    "a length of a date": (FIELD.replace('"text"', '"date"') + "max = 3\n", 4, "extra.max", "この種類の項目は max を持てません"),
    "a largest below the smallest": (FIELD.replace('"text"', '"integer"') + "min = 3\nmax = 2\n", 5, "extra.max", "min より小さい max です"),
}  # fmt: skip
# What is wrong as TOML already: the text, the line and the words.
TOML_FAULTS: dict[str, tuple[str, int, str]] = {
    "a full-width sign": ('number ＝ "7001"\n', 1, "キーのあとに = がありません"),
    "a full-width bracket": ("a = 1\n［first］\n", 2, "行の始めが読めません"),
    "typographic quotes": ("a = 1\ntitle = “届”\n", 2, "= の右が値になっていません"),
    "a key in Japanese": ("a = { 届 = 1 }\n", 1, "= の左のキーに使えない文字があります"),
    "a list not closed": ('a = ["x"\nb = 1\n', 2, "[ が閉じられていません"),
    "a table not closed": ('a = { ja = "x"\n', 1, "{ が閉じられていません"),
    "a text not closed": ('a = "x\nb = 1\n', 1, '" が閉じられていません'),
    "a key twice": ("a = 1\na = 2\n", 2, "同じキーが二度書かれています"),
    "a key twice in one table": ("a = { b = 1, b = 2 }\n", 1, "同じキーが二度書かれています"),
    "a heading twice": ("[a]\n[a]\n", 2, "同じ見出しが二度書かれています"),
    "a quote inside a text": ('a = "x" y"\n', 1, "値のあとに余分な文字があります"),
    "a heading half closed": ("[[step]\n", 1, "見出しの ] がありません"),
    "an invisible letter": ('a = "x\x07"\n', 1, "使えない文字があります"),
    "a backslash alone": ('a = "C:\\name\\x"\n', 1, "\\ の使い方が違います"),
    "a day that is none": ("a = 2026-02-30\n", 1, "日付になっていません"),
}
