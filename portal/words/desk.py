"""What staff are told when something about a list, a view or a label is refused."""

from collections.abc import Mapping

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = {
    "view_name": (
        N_("この名前では保存できません"),
        N_("名前を1文字以上、40文字までで書いてください。個人番号は書けません。"),
    ),
    "view_unknown": (
        N_("保存した一覧が見つかりません"),
        N_("もう消されたか、ほかの人のものです。受信箱にもどってください。"),
    ),
    "too_many_views": (
        N_("保存した一覧が多すぎます"),
        N_("使っていないものを消してから、もう一度保存してください。"),
    ),
    "nothing_ticked": (
        N_("申し込みが選ばれていません"),
        N_("一覧にもどって、左の四角に印を付けてから、もう一度押してください。"),
    ),
    "too_many_ticked": (
        N_("一度に選べる数を超えています"),
        N_("100件までに分けて、もう一度行ってください。"),
    ),
    "print_unknown": (
        N_("この印刷物はありません"),
        N_("一日たって消えたか、ほかの人のものです。一覧から、もう一度印刷してください。"),
    ),
    "label_name": (
        N_("このラベルは付けられません"),
        N_("ラベルは20文字までの短い言葉で書いてください。個人番号は書けません。"),
    ),
}
