"""What families, undertakers and the office are told when a cremation cannot be booked, changed or held."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "within_24_hours": (
            N_("亡くなってから24時間たっていない時間です"),
            N_("法律の決まりで、この時間には火葬できません。もっと後の時間を選ぶか、お電話ください。"),
        ),
        "age_of_another_sort": (
            N_("年齢と火葬の区分が合いません"),
            N_("生年月日と亡くなった日を確かめてください。"),
        ),
        "permit_needed_now": (
            N_("この時間は、火葬許可証の番号がないと予約できません"),
            N_(
                "入炉まで%(hours)s時間を切っています。番号を入れるか、もっと後の時間を選んでください。お電話でも相談できます。"
            ),
        ),
        "permit_incomplete": (
            N_("許可証の番号と、出した市区町村を、どちらも入れてください"),
            N_("それぞれ%(longest)s文字までです。"),
        ),
        "permit_not_seen": (
            N_("火葬許可証の原本を受け取ってから受付してください"),
            N_("原本を受け取らないと火葬できません（墓地、埋葬等に関する法律第14条第3項）。"),
        ),
        "not_certain_yet": (
            N_("まだ仮予約です"),
            N_("先に、火葬許可証の番号を入れてください。"),
        ),
        "furnace_not_for_this": (
            N_("この炉では火葬できません"),
            N_("ほかの炉の時間を選んでください。"),
        ),
        "furnace_rests": (
            N_("この炉は、この日はもう使えません"),
            N_("炉を休ませるため、1日%(most)s回までです。ほかの炉か日を選んでください。"),
        ),
        "no_admission_then": (
            N_("その時間には火葬の受け入れがありません"),
            N_("空きの表から、時間を選び直してください。"),
        ),
        "admission_too_near": (
            N_("インターネットで予約するには、時間が近すぎます"),
            N_("%(hours)s時間後より前の時間は、お電話ください。"),
        ),
        "admission_too_far": (
            N_("その日は、まだ予約できません"),
            N_("予約できるのは、きょうから%(days)s日先までです。"),
        ),
        "tentative_used_up": (
            N_("仮予約がいっぱいです"),
            N_(
                "いちどに%(most)s件までです。先に、ほかの仮予約に火葬許可証の番号を入れるか、取り消してください。"
            ),
        ),
        "undertaker_unknown": (
            N_("この葬祭業者は登録されていません"),
            N_("招待のメールを確かめるか、斎場にお電話ください。"),
        ),
        "undertaker_incomplete": (
            N_("名前、電話番号、メールアドレスを入れてください"),
            N_("メールアドレスは、@ のある形で入れてください。"),
        ),
        "undertaker_of_another": (
            N_("このアカウントは、ほかの葬祭業者に入っています"),
            N_("斎場にお電話ください。"),
        ),
        "undertaker_stopped": (
            N_("いま、この業者の予約は止められています"),
            N_("斎場にお電話ください。"),
        ),
        "undertaker_pauses": (
            N_("いまは、新しい予約ができません"),
            N_("直前の取り消しが続いたためです。急ぐときは、斎場にお電話ください。"),
        ),
    }
)
