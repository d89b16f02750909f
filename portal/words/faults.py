"""What is said to people about each fault of the forms library: what is wrong and what to do, never blame."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from forms.faults import Fault
from forms.show import fault_values
from portal.words import N_, Words

# 「%(label)s」 is the question's own label; the other values are those the fault carries.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "required": N_("「%(label)s」を入力してください"),
        "required_choice": N_("「%(label)s」を選んでください"),
        "required_choices": N_("「%(label)s」を1つ以上選んでください"),
        "required_yes": N_("「%(label)s」を読んで、チェックを入れてください"),
        "required_date": N_("「%(label)s」の年・月・日を入力してください"),
        "required_address": N_("「%(label)s」を入力してください"),
        "required_time": N_("「%(label)s」を入力してください（例：9:30）"),
        "required_month": N_("「%(label)s」の年と月を入力してください"),
        "required_account": N_("「%(label)s」を入力してください"),
        "required_items": N_("「%(label)s」を1つ以上入力してください"),
        "required_file": N_("「%(label)s」の写真かPDFを選んでください"),
        "answer_stale": N_("「%(label)s」を、もう一度確かめて入力してください"),
        "too_long": N_("「%(label)s」は%(max)s文字までです。いま%(length)s文字あります。短くしてください"),
        "control_character": N_(
            "「%(label)s」の「%(after)s」のあとに、改行などの使えない文字があります。消してください"
        ),
        "invisible_character": N_(
            "「%(label)s」の「%(after)s」のあとに、目に見えない文字があります。消してください"
        ),
        "broken_character": N_(
            "「%(label)s」の「%(after)s」のあとの文字がこわれています。入力し直してください"
        ),
        "private_character": N_(
            "「%(label)s」の「%(after)s」のあとの文字は、ほかの機械では表示できません。近い文字で入力してください"
        ),
        "individual_number": N_(
            "「%(label)s」に、個人番号（マイナンバー）と思われる12けたの数字があります。消してください。ここでは個人番号を使いません"
        ),
        "name_letters": N_("「%(label)s」を文字で入力してください。数字や記号だけでは受け付けられません"),
        "kana_only": N_(
            "「%(label)s」は、ひらがなかカタカナで入力してください。「%(character)s」は使えません"
        ),
        "choice_unknown": N_("「%(label)s」を、表示された中から選び直してください"),
        "too_many_choices": N_("「%(label)s」は%(max)sつまで選べます。減らしてください"),
        "integer_only": N_("「%(label)s」を数字で入力してください"),
        "integer_min": N_("「%(label)s」は%(min)s以上の数字にしてください"),
        "integer_max": N_("「%(label)s」は%(max)s以下の数字にしてください"),
        "code_characters": N_("「%(label)s」を数字で入力してください"),
        "code_digits": N_("「%(label)s」は%(min)sけたから%(max)sけたの数字です。いま%(count)sけたあります"),
        "phone_characters": N_("「%(label)s」を数字で入力してください（例：028-000-0000）"),
        "phone_digits": N_(
            "「%(label)s」のけた数を確かめてください。いま%(count)sけたあります。市外局番から入力してください"
        ),
        "phone_area_code": N_("「%(label)s」を、0で始まる市外局番から入力してください"),
        "phone_foreign": N_("「%(label)s」を、国番号から入力してください（例：+1 202 555 0100）"),
        "email_at": N_("「%(label)s」に「@」を1つ入れて、最後まで入力してください（例：hanako@example.jp）"),
        "email_space": N_("「%(label)s」の途中に空白があります。空白を消してください"),
        "email_local": N_("「%(label)s」の「@」の前に、使えない文字があります。確かめてください"),
        "email_domain": N_("「%(label)s」の「@」のあとを確かめてください（例：hanako@example.jp）"),
        "email_typo": N_("「%(label)s」は「%(suggestion)s」ではありませんか。確かめて、入力し直してください"),
        "postcode_digits": N_("郵便番号は7けたの数字で入力してください。いま%(count)sけたあります"),
        "postcode_unknown": N_(
            "この郵便番号の住所は見つかりませんでした。番号を確かめるか、住所をそのまま入力してください"
        ),
        "address_area": N_("「%(label)s」の都道府県・市区町村・町名を入力してください"),
        "address_street": N_(
            "「%(label)s」の番地を入力してください。番地がないときは「番地なし」と入力してください"
        ),
        "date_unreadable": N_(
            "「%(label)s」の日付を読み取れませんでした。年・月・日を数字で入力してください"
        ),
        "date_year": N_("「%(label)s」の年を確かめて、数字で入力してください"),
        "date_month": N_("「%(label)s」の月を、1から12の数字で入力してください"),
        "date_day": N_("「%(label)s」の日を、1から31の数字で入力してください"),
        "date_missing": N_("「%(label)s」を確かめてください。%(year)s年%(month)s月に、この日はありません"),
        "date_future": N_("「%(label)s」が未来の日付です。年を確かめてください"),
        "date_too_old": N_("「%(label)s」の年を確かめてください。%(year)s年より前は入力できません"),
        "date_too_early": N_("「%(label)s」は、%(limit)s以降の日にしてください"),
        "date_too_late": N_("「%(label)s」は、%(limit)sまでの日にしてください"),
        "era_needed": N_("「%(label)s」の元号を選んでください。西暦のときは、年を4けたで入力してください"),
        "era_ended": N_(
            "「%(label)s」を確かめてください。%(era)sは%(last)sまでです。%(era)s%(year)s年は%(means)sのことですか"
        ),
        "era_not_begun": N_(
            "「%(label)s」を確かめてください。%(era)sは%(first)sからです。%(means)sのことですか"
        ),
        "era_mismatch": N_(
            "「%(label)s」の元号が2つあります（%(era)sと%(other)s）。どちらか1つにしてください"
        ),
        "time_unreadable": N_("「%(label)s」の時刻を読み取れませんでした。9:30 のように入力してください"),
        "account_bank": N_("「%(label)s」の金融機関の名前を入力してください"),
        "account_branch": N_("「%(label)s」の支店の名前を入力してください"),
        "account_kind": N_("「%(label)s」の預金の種類を選んでください"),
        "account_number": N_("「%(label)s」の口座番号を入力してください"),
        "account_digits": N_(
            "「%(label)s」の口座番号は7けたまでの数字です。いま%(count)sけたあります。通帳を確かめてください"
        ),
        "account_holder": N_("「%(label)s」の口座名義を、カナで入力してください"),
        "yucho_number": N_(
            "「%(label)s」の番号が、ゆうちょ銀行の記号と合いません。通帳の記号と番号を確かめてください"
        ),
        "account_holder_kana": N_(
            "「%(label)s」の口座名義は、通帳にあるカナ・英字・数字で入力してください。漢字は使えません"
        ),
        "items_too_few": N_("「%(label)s」は%(min)s件以上入力してください"),
        "items_too_many": N_("「%(label)s」は%(max)s件までです。減らしてください"),
        "item_faulty": N_("「%(label)s」の%(place)s件目に、まだ入力が要るところがあります"),
        "file_empty": N_("「%(name)s」の中身がありません。「%(label)s」のファイルを選び直してください"),
        "file_kind": N_(
            "「%(name)s」は受け取れません。「%(label)s」は写真（JPEG・PNG・HEIC）かPDFにしてください"
        ),
        "file_broken": N_(
            "「%(name)s」はこわれているか、途中で切れています。「%(label)s」をとり直すか、選び直してください"
        ),
        "file_double": N_(
            "「%(name)s」は中に別のファイルが入っているので、受け取れません。「%(label)s」は写真をとり直して送ってください"
        ),
        "file_points": N_(
            "「%(name)s」は縦と横が大きすぎます。「%(label)s」はカメラの設定を「標準」にしてとり直してください"
        ),
        "file_too_large": N_("「%(name)s」が大きすぎます。「%(label)s」は1つ%(megabytes)sMBまでです"),
        "file_infected": N_(
            "「%(name)s」からウイルスが見つかったので、受け取りませんでした。「%(label)s」にほかのファイルを選んでください"
        ),
        "file_not_scanned": N_(
            "いま「%(name)s」が安全かを確かめられません。少し待って、「%(label)s」をもう一度選んでください"
        ),
        "too_many_files": N_("「%(label)s」は%(count)s個までです。いらないものを消してください"),
        # A note, not an error: the answer is taken.
        "era_overridden": N_("西暦%(year)s年として受け取りました。選ばれていた「%(era)s」は使いません"),
    }
)


def sentence(words: Words, fault: Fault, label: str) -> Markup:
    """What to tell somebody about a fault in the answer to the question called `label`."""
    values = fault_values(fault, words.language.key)
    return words.gettext(SENTENCES[fault.code], label=label, **values)
