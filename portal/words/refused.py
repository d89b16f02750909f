"""What people are told when something is refused: what happened, and what they can do now."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from portal.words import (
    N_,
    Words,
    appointments,
    bookings,
    card_signatures,
    chat,
    crematorium,
    dashboard,
    desk,
    groups,
    lottery,
    mailings,
    money,
    opendata,
    queue,
    records,
    reports,
    reservations,
    sign_in,
    slips,
    staff_batches,
    staff_cards,
    staff_connections,
    staff_lottery,
    staff_mailings,
    staff_notices,
    staff_queue,
    staff_reservations,
    staff_window,
    staff_workbooks,
    talk,
)

# Each code of `portal.refused.Refused`: what happened, then what to do.
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **sign_in.SENTENCES,
        **card_signatures.SENTENCES,
        **reservations.SENTENCES,
        **groups.SENTENCES,
        **crematorium.SENTENCES,
        **lottery.SENTENCES,
        **staff_lottery.SENTENCES,
        **slips.SENTENCES,
        **mailings.SENTENCES,
        **staff_mailings.SENTENCES,
        **money.SENTENCES,
        **staff_notices.SENTENCES,
        **opendata.SENTENCES,
        **staff_batches.SENTENCES,
        **staff_cards.SENTENCES,
        **desk.SENTENCES,
        **appointments.SENTENCES,
        **bookings.SENTENCES,
        **records.SENTENCES,
        **reports.SENTENCES,
        **queue.SENTENCES,
        **staff_queue.SENTENCES,
        **staff_reservations.SENTENCES,
        **staff_window.SENTENCES,
        **staff_workbooks.SENTENCES,
        **talk.SENTENCES,
        **chat.SENTENCES,
        **dashboard.SENTENCES,
        **staff_connections.SENTENCES,
        "period_closed": (
            N_("いまは受け付けていません"),
            N_("受付の期間が終わりました。手続きの案内で、次の期間とほかの方法を確かめてください。"),
        ),
        "procedure_is_draft": (
            N_("公開する前の手続きです"),
            N_("試しに見ているだけなので、送ることはできません。"),
        ),
        "answers_incomplete": (
            N_("まだ答えていない質問があります"),
            N_("前のページにもどって、残りの質問に答えてください。入力した内容は残っています。"),
        ),
        "assurance_not_met": (
            N_("この方法では申し込めません"),
            N_("本人の確認がまだ足りません。手続きの案内にもどって、ほかの方法を選んでください。"),
        ),
        "case_changed": (
            N_("ほかの人が先に変更しました"),
            N_("ページを読み込み直して、いまの内容を確かめてから、もう一度操作してください。"),
        ),
        "case_erased": (
            N_("この申し込みの個人に関する内容は、もうありません"),
            N_("保存の期間が過ぎたか、本人の求めで消しました。件数と日付だけが残っています。"),
        ),
        "rating_unknown": (
            N_("答えが選ばれていません"),
            N_("前のページにもどって、五つのボタンのどれかを押してください。"),
        ),
        "case_unknown": (
            N_("この申し込みは見つかりません"),
            N_(
                "受付番号だけでは開けません。申し込んだ機器から開くか、マイページでメールアドレスを確かめてください。"
            ),
        ),
        "correction_due_day": (
            N_("補正の期限を確かめてください"),
            N_("期限は、あしたより後の日にしてください。"),
        ),
        "correction_fields_needed": (
            N_("直してもらう項目が選ばれていません"),
            N_("直してもらう項目を1つ以上選んでください。"),
        ),
        "draft_changed": (
            N_("ほかの画面で入力が変わりました"),
            N_("いまの内容をもう一度見てから、送ってください。"),
        ),
        "draft_gone": (
            N_("入力のとちゅうの内容は、もうありません"),
            N_(
                "保存の期限が過ぎたか、もう送ったかもしれません。マイページを確かめるか、はじめから入力してください。"
            ),
        ),
        "effective_day": (
            N_("施行日を確かめてください"),
            N_("施行日は、決定の日か、それより後の日にしてください。"),
        ),
        "file_broken": (
            N_("ファイルがこわれているか、途中で切れています"),
            N_("写真をとり直すか、ファイルを作り直して、もう一度選んでください。"),
        ),
        "file_double": (
            N_("中に別のファイルが入っているので、受け取れません"),
            N_("写真をとり直すか、紙に印刷したものを写真にとって送ってください。"),
        ),
        "file_points": (
            N_("写真の縦と横が大きすぎます"),
            N_("カメラの設定を「標準」にしてとり直すか、小さくしてから選んでください。"),
        ),
        "file_empty": (
            N_("ファイルの中身がありません"),
            N_("ファイルを開いて確かめてから、選び直してください。"),
        ),
        "file_gone": (
            N_("ファイルはもうありません"),
            N_("送る前に時間がたつと消えます。もう一度選んでください。"),
        ),
        "file_infected": (
            N_("ファイルからウイルスが見つかりました"),
            N_("このファイルは保存していません。ほかのファイルを選ぶか、紙で出してください。"),
        ),
        "file_kind": (
            N_("この種類のファイルは受け取れません"),
            N_("写真（JPEG、PNG、HEIC）かPDFにして、選び直してください。"),
        ),
        "photo_kind": (
            N_("この種類のファイルは受け取れません"),
            N_(
                "写真は、JPEGかPNGで選んでください。iPhoneでは、この画面で「写真ライブラリ」から選ぶと、JPEGに変わります。"
            ),
        ),
        "file_not_scanned": (
            N_("いま、ファイルの安全を確かめられません"),
            N_("しばらくしてから、もう一度ためしてください。入力した内容は残っています。"),
        ),
        "file_not_stored": (
            N_("いま、ファイルを保存できません"),
            N_("しばらくしてから、もう一度ためしてください。入力した内容は残っています。"),
        ),
        "file_too_large": (
            N_("ファイルが大きすぎます"),
            N_("%(limit)sMBまでです。写真を小さくするか、数回に分けてください。"),
        ),
        "owed_already": (
            N_("この申し込みの金額は、もう決まっています"),
            N_("変えるときは、いまの請求を取り消してから、もう一度決めてください。"),
        ),
        "payment_key_used": (
            N_("この支払いは、もう記録されています"),
            N_("ページを読み込み直して、いまの状態を確かめてください。"),
        ),
        "refund_too_large": (
            N_("返す金額が、払われた金額より大きくなっています"),
            N_("払われた金額までにしてください。"),
        ),
        "too_many_files": (N_("ファイルの数が多すぎます"), N_("%(count)s個までです。減らしてください。")),
        "waiver_too_large": (
            N_("減免の金額が、残りの金額より大きくなっています"),
            N_("残りの金額までにしてください。"),
        ),
        "too_crowded": (
            N_("いま、とてもこみあっています"),
            N_("何も送られていません。少し待ってから、もう一度送ってください。"),
        ),
        "form_expired": (
            N_("ページを開いてから時間がたちました"),
            N_("安全のため、送るのを止めました。入力した内容は残っています。もう一度送ってください。"),
        ),
        "four_eyes": (
            N_("自分が起案したものは決裁できません"),
            N_("ほかの決裁者に決裁を頼んでください。"),
        ),
        "from_elsewhere": (
            N_("ほかのサイトから送られたため、止めました"),
            N_("このサイトのページを開いて、そこから操作してください。"),
        ),
        "individual_number_in_text": (
            N_("個人番号（マイナンバー）と思われる数字があります"),
            N_("個人番号は書けません。前のページにもどって、12けたの数字を消してください。"),
        ),
        "no_correction_open": (
            N_("いま直すところはありません"),
            N_(
                "もう直した内容が届いているか、期限が過ぎています。申し込みのページで、いまの状況を確かめてください。"
            ),
        ),
        "no_door": (
            N_("このページは開けません"),
            N_("入口の設定がないページです。管理者に知らせてください。"),
        ),
        "no_proposal": (
            N_("決裁を待つ起案がありません"),
            N_("ページを読み込み直して、いまの状態を確かめてください。"),
        ),
        "not_decided": (N_("まだ決定していません"), N_("決定したら、決定通知書を開けます。")),
        "not_permitted": (
            N_("このページを開く権限がありません"),
            N_("必要なときは、所属の管理者に権限の追加を頼んでください。"),
        ),
        "not_sendable": (
            N_("もう一度送ることはできません"),
            N_("宛先と内容がもう消されています。電話か手紙で知らせてください。"),
        ),
        "outcome_needed": (
            N_("承認か却下かを選んでください"),
            N_("どちらの案で起案するかを選んでください。"),
        ),
        "proposal_already_there": (
            N_("もう起案されています"),
            N_("決裁が終わるか、取り下げられるまで、次の起案はできません。"),
        ),
        "reason_needed": (
            N_("理由を書いてください"),
            N_("申し込んだ人に伝わる理由を、%(longest)s文字までで書いてください。"),
        ),
        "safe_way_needed": (
            N_("安全な連絡の方法を選んでください"),
            N_("前のページにもどって、一つ選んでください。"),
        ),
        "shielded": (
            N_("支援措置のため、この手紙は送れません"),
            N_("住所を知られたくない方です。申し込みのページで、安全な連絡の方法を確かめてください。"),
        ),
        "staff_signed_out": (
            N_("サインインが必要です"),
            N_("職員としてサインインしてください。入力した内容は、サインインしたあとでもう一度送れます。"),
        ),
        "state_not_possible": (
            N_("いまの状態では、その操作はできません"),
            N_("ページを読み込み直して、いまの状態を確かめてください。"),
        ),
        "task_unknown": (
            N_("この作業は見つかりません"),
            N_("ほかの人がもう終えたかもしれません。作業の一覧を開き直してください。"),
        ),
        "too_many_tries": (
            N_("短い時間に何度も操作がありました"),
            N_("安全のため、少し待ってから、もう一度ためしてください。"),
        ),
        "way_does_not_hand_in": (
            N_("この方法では、ネットで送れません"),
            N_("作った紙を、窓口に出すか、郵便で送ってください。"),
        ),
    }
)
OTHERWISE = (
    N_("いまは、その操作ができません"),
    N_("前のページにもどって、確かめてください。わからないときは、担当の課にお聞きください。"),
)


def refusal(words: Words, code: str, values: Mapping[str, object]) -> tuple[Markup, Markup]:
    """What happened and what to do now, for a refusal."""
    happened, advice = SENTENCES.get(code, OTHERWISE)
    return words.gettext(happened, **values), words.gettext(advice, **values)
