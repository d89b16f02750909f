"""What staff are told when something about a mailing, its list or a transfer is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "letters_unmade": (
            N_("前の手紙のファイルを作っています"),
            N_("できあがってから、もう一度押してください。"),
        ),
        "list_faulty": (
            N_("この名簿は取り込めません"),
            N_("名簿の誤りを直して、もう一度読み込んでください。"),
        ),
        "mailing_incomplete": (
            N_("発送の内容を確かめてください"),
            N_("手続き、件名、文、あした以降の期限を、すべて入力してください。"),
        ),
        "mailing_kept": (
            N_("まだ保存の期限の中です"),
            N_("名簿は、期限が過ぎてから廃棄できます。"),
        ),
        "mailing_stage": (
            N_("いまは、その操作ができません"),
            N_("ほかの人が先に進めたか、もう終わっています。ページを読み込み直してください。"),
        ),
        "mailing_unknown": (
            N_("この発送は見つかりません"),
            N_("担当の課の職員だけが開けます。"),
        ),
        "nothing_to_transfer": (
            N_("振り込める人がいません"),
            N_("承認された回答がないか、口座に直すところがあります。"),
        ),
        "pay_day": (
            N_("振り込む日を確かめてください"),
            N_("あした以降の、銀行の開く日にしてください。"),
        ),
        "payer_faulty": (
            N_("市の口座の設定に誤りがあります"),
            N_("システムの担当者に、payer.toml を確かめるように伝えてください。"),
        ),
        "payer_missing": (
            N_("市の口座が設定されていません"),
            N_("システムの担当者に、payer.toml を置くように伝えてください。"),
        ),
        "result_faulty": (
            N_("結果のファイルを読み取れません"),
            N_("列は「番号,不能コード」の2つです。番号が、この振込のファイルにあるか確かめてください。"),
        ),
        "transfer_changed": (
            N_("振込の中身が変わりました"),
            N_(
                "入っている人の回答が変わったか、ほかのファイルに入りました。取りやめて、作り直してください。"
            ),
        ),
        "transfer_unreleased": (
            N_("まだ承認されていません"),
            N_("作った人とは別の人が承認すると、取り出せます。"),
        ),
    }
)
