"""What is said when a registered group cannot book, or cannot be registered."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "group_unknown": (
            N_("その団体では予約できません"),
            N_("登録の期限が過ぎていないか、「登録団体」のページで確かめてください。"),
        ),
        "group_none": (
            N_("その番号や名前の登録団体は見つかりません"),
            N_("番号か名前を確かめてください。個人で予約するときは、空のままにしてください。"),
        ),
        "group_several": (
            N_("その名前に当てはまる登録団体が、いくつもあります"),
            N_("登録番号で指定してください。"),
        ),
        "group_not_in_force": (
            N_("その団体は、いまは予約できません"),
            N_("登録の期限が過ぎているか、予約を止められています。登録団体の一覧で確かめてください。"),
        ),
        "group_number_unknown": (
            N_("申請に書かれた登録番号の団体はありません"),
            N_("番号を確かめて、補正を求めてください。"),
        ),
        "group_note_needed": (
            N_("確かめたことが、まだ書かれていません"),
            N_("「団体の登録の確認」で、似ている団体や人数などを確かめ、承認するわけを書いてください。"),
        ),
        "group_class_unknown": (
            N_("その種類の団体は、いまは登録していません"),
            N_("団体の種類について、補正を求めてください。"),
        ),
        "group_person_full": (
            N_("メンバーの中に、もう%(most)s団体に入っている人がいます"),
            N_("承認していません。「団体の登録の確認」で名前を確かめ、補正を求めるか、返戻してください。"),
        ),
        "group_state": (
            N_("この団体の状態が、先に変わりました"),
            N_("団体のページを開き直して、確かめてください。"),
        ),
    }
)
