"""The words for what the dialogue says of itself: a code of `chatbot` each, in the catalogues of the house."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "bot_hello": N_("聞きたいことを書いてください。市の手続き、ごみ、施設などについて答えます。"),
        "bot_which": N_("どれのことですか。近いものを選んでください。"),
        "bot_none": N_("どれでもない"),
        "bot_rephrase": N_("別の言い方で、もう一度書いてください。短い言葉のほうが見つかります。"),
        "bot_unknown": N_("この質問の答えは、ここにはありません。担当の課がお答えします。"),
        "bot_thanks": N_("どういたしまして。"),
        "call_fire": N_("火事・救急"),
        "call_crime": N_("事件・事故"),
        "call_sea": N_("海の事故"),
        "call_child": N_("子どもの虐待"),
        "call_violence": N_("夫や妻、恋人からの暴力"),
        "call_life": N_("死にたいほどつらいとき"),
        "call_disaster": N_("災害用伝言ダイヤル"),
        "bot_phone": N_("電話：%(number)s"),
        "link_calendar": N_("カレンダーに入れる"),
        "link_life": N_("できごとの案内のページ"),
        "link_procedure": N_("手続きの案内"),
        "link_booking": N_("予約のページ"),
        "link_page": N_("くわしいページ"),
        "link_map": N_("地図で見る"),
        "link_report": N_("確かめて送るページ"),
        "link_request": N_("この申請のページ"),
        "link_requests": N_("申請の一覧"),
        "bot_about": N_("「%(title)s」について"),
        "bot_about_what": N_("何のことですか。「住民票はいくらですか」のように、続けて書いてください。"),
        "bot_remind": N_("収集日の前に知らせてもらう"),
        "bot_remind_when": N_("%(district)sの収集日を、いつ知らせますか。"),
        "bot_remind_evening": N_("前の日の%(time)s"),
        "bot_remind_morning": N_("その日の%(time)s"),
        "bot_remind_set_evening": N_("%(district)sの収集日を、前の日の%(time)sに、ここで知らせます。"),
        "bot_remind_set_morning": N_("%(district)sの収集日を、その日の%(time)sに、ここで知らせます。"),
        "bot_remind_time": N_("時刻を変える"),
        "bot_remind_another": N_("別の地区も知らせてもらう"),
        "bot_remind_stop": N_("知らせるのをやめる"),
        "bot_remind_stopped": N_("収集日のお知らせをやめました。"),
        "bot_remind_full": N_("知らせられるのは、3つの地区までです。"),
        "bot_another_district": N_("ほかの地区"),
        "bot_asks": N_("%(question)s"),
        "bot_asks_many": N_(
            "%(question)s（当てはまるものを一つずつ選び、終わったら「これで全部」を押してください）"
        ),
        "bot_bye": N_("ご利用ありがとうございました。"),
        "bot_calm": N_("お役に立てず、申し訳ありません。職員がお話を聞きます。"),
        "bot_composed": N_("市の案内をもとに、機械がまとめた文です。くわしくは出典を確かめてください。"),
        "bot_day_is": N_("%(day)s：%(kinds)s"),
        "bot_day_none": N_("%(day)sは、ごみの収集がありません。"),
        "bot_day_off": N_("理由：%(reason)s"),
        "bot_expired": N_("この答えは期限が過ぎています。担当の課にお確かめください。"),
        "bot_fine": N_("ほかにも聞きたいことがあれば、書いてください。"),
        "bot_glad": N_("よかったです。ほかにも聞きたいことがあれば、書いてください。"),
        "bot_gone": N_("その選択肢は、もう使えません。聞きたいことを書いてください。"),
        "bot_help": N_(
            "手続き、ごみ、施設などのことに、市が書いた案内から答えます。広報の4けたの番号も使えます。"
        ),
        "bot_in_district": N_("%(district)sの収集日です。"),
        "bot_item_is": N_("「%(item)s」は「%(kind)s」です。"),
        "bot_item_unknown": N_("ごみの一覧に見つかりませんでした。出す前に、担当の課にお確かめください。"),
        "bot_japanese_only": N_("次の答えは、日本語だけです。"),
        "bot_kind": N_("「%(kind)s」の出し方です。"),
        "bot_life_elsewhere": N_("市役所のほかですること"),
        "bot_life_first": N_("「%(title)s」とき"),
        "bot_life_matters": N_("市役所の手続きは、次のとおりです。くわしく見るものを選んでください。"),
        "bot_long": N_("長い文は読み取れません。聞きたいことを、短く一つ書いてください。"),
        "bot_menu_days": N_("今日は何のごみ？"),
        "bot_menu_hours": N_("窓口の時間"),
        "bot_menu_lives": N_("引っ越し・出生などの手続き"),
        "bot_menu_people": N_("職員に聞く"),
        "bot_menu_sorting": N_("ごみの分け方"),
        "bot_menu_report": N_("まちの困りごとを知らせる"),
        "bot_menu_status": N_("申請の状況"),
        "bot_next_day": N_("「%(kind)s」の次の収集日は、%(day)sです。"),
        "bot_next_days": N_("「%(kind)s」の次の収集日は%(day)s、その次は%(after)sです。"),
        "bot_no_days": N_("「%(kind)s」には、決まった収集日がありません。"),
        "bot_no_requests": N_("いま進んでいる申請はありません。"),
        "bot_not_written": N_("それは市の案内に書いてありません。担当の課がお答えします。"),
        "bot_number_unknown": N_("その広報番号の手続きは見つかりませんでした。"),
        "bot_office": N_("担当：%(name)s"),
        "bot_open_hours": N_("%(name)sの時間"),
        "bot_or_which": N_("くわしく見るものを選んでください。"),
        "bot_people": N_("職員がお答えします。"),
        "bot_near_none": N_("近くの避難場所や施設は見つかりませんでした。"),
        "bot_near": N_("そこから近い順です。災害のときは、開いているかを市の知らせで確かめてください。"),
        "bot_photo_of": N_(
            "写真を受け取りました。壊れているものや困りごとの知らせですか。種類を選んでください。"
        ),
        "bot_photo_more": N_("写真を受け取りました。"),
        "bot_photo_unread": N_("写真は読み取れません。聞きたいことを、言葉で書いてください。"),
        "bot_report_what": N_("何に困っていますか。種類を選んでください。"),
        "bot_report_where": N_(
            "「%(kind)s」ですね。場所はどこですか。位置情報を送るか、住所や近くの目印を書いてください。"
        ),
        "bot_report_later": N_("場所はあとで地図で選ぶ"),
        "bot_report_stop": N_("知らせるのをやめる"),
        "bot_report_stopped": N_("知らせるのをやめました。聞きたいことがあれば、書いてください。"),
        "bot_report_ready": N_(
            "まだ送っていません。次のページで「%(kind)s」の内容を確かめて、送ってください。名前や電話番号は、書かなくても送れます。"
        ),
        "bot_pick": N_("その番号の選択肢はありません。"),
        "bot_secret": N_(
            "個人番号（マイナンバー）のような数字がありました。ここには書かないでください。読まずに消しました。"
        ),
        "bot_sign_in": N_("申請の状況は、ログインすると見られます。"),
        "bot_stop": N_("やめる"),
        "bot_stopped_guide": N_("案内をやめました。聞きたいことを書いてください。"),
        "bot_that_is_all": N_("これで全部"),
        "bot_urgent": N_(
            "急ぐときは、先に電話してください。命があぶないときは119（救急）か110（警察）です。"
        ),
        "bot_urgent_life": N_("ひとりでがまんしなくてだいじょうぶです。夜中でも、話を聞く人がいます。"),
        "bot_urgent_gas": N_("火を使わず、電気のスイッチや換気扇にも触らず、窓を開けて外に出てください。"),
        "bot_week_none": N_("一週間のうちに、ごみの収集はありません。"),
        "bot_what_item": N_("何を捨てますか。品物の名前を書いてください（例：ペットボトルのふた）。"),
        "bot_when_collected": N_("収集日を見る"),
        "bot_which_district": N_("お住まいはどこですか。地区を選ぶか、町の名前か郵便番号を書いてください。"),
        "bot_which_item": N_("どれのことですか。"),
        "bot_which_life": N_("どのできごとですか。要る手続きを、順に案内します。"),
        "bot_which_office": N_("どこのことですか。"),
        "bot_who": N_("市の案内から答えを探す機械です。人ではありません。職員につなぐこともできます。"),
        "bot_wordless": N_("聞きたいことを、言葉で書いてください。次から選ぶこともできます。"),
        "line_link_begin": N_(
            "申し込みや予約の知らせを、LINEでも受け取れます。10分以内に、次のボタンからサインインしてください。"
        ),
        "line_link_failed": N_("つながりませんでした。もう一度「アカウント連携」と送ってください。"),
        "line_link_page": N_("サインインしてつなぐ"),
        "line_linked": N_(
            "つながりました。これからは、知らせがここにも届きます。やめるときは「連携解除」と送ってください。"
        ),
        "line_linked_already": N_("もうつながっています。やめるときは「連携解除」と送ってください。"),
        "line_not_linked": N_("つながっていません。つなぐときは「アカウント連携」と送ってください。"),
        "line_link_press": N_("アカウントを連携する"),
        "line_status_unlinked": N_(
            "申請の状況は、「アカウント連携」をするとここで見られます。連携しなくても、次のページで見られます。"
        ),
        "line_unlinked": N_("連携をやめました。知らせは、ここには届きません。"),
        "call_until": N_("%(time)sまでつながります"),
        "call_always": N_("24時間つながります"),
        "call_ask": N_("つながる時間は、電話で確かめてください"),
        "call_life_evening": N_("いのちの電話（夕方から夜）"),
        "call_life_day": N_("いのちの電話（有料）"),
        "call_violence_day": N_("配偶者からの暴力の相談"),
        "call_poison": N_("中毒110番（大阪）"),
        "call_poison_day": N_("中毒110番（つくば）"),
        "call_sexual": N_("性暴力の相談"),
        "call_sexual_police": N_("性犯罪の被害の相談（警察）"),
        "call_pupil": N_("子どものSOS（いじめなど）"),
        "call_pupil_evening": N_("チャイルドライン（18歳まで）"),
        "call_fraud_police": N_("警察の相談"),
        "call_fraud_consumer": N_("消費者ホットライン"),
    }
)
