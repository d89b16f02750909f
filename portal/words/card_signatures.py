"""What residents are told when a signature with the card cannot be taken."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import N_

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "card_password_wrong": (
            N_("暗証番号がちがいます"),
            N_("もう一度、暗証番号を確かめてください。何度もまちがえると、カードが使えなくなります。"),
        ),
        "certificate_expired": (
            N_("カードの電子証明書の期限が切れています"),
            N_("市役所の窓口で更新できます。ほかの方法でも申し込めます。"),
        ),
        "certificate_not_for_signing": (
            N_("署名用の電子証明書ではありません"),
            N_("署名用の暗証番号（6〜16けたの英字と数字）を使う電子証明書を選んでください。"),
        ),
        "certificate_revoked": (
            N_("カードの電子証明書が使えなくなっています"),
            N_("引っ越しや氏名の変更のあとは、窓口で手続きが要ります。ほかの方法でも申し込めます。"),
        ),
        "certificate_unreadable": (
            N_("カードの電子証明書を読み取れませんでした"),
            N_("カードを置き直して、もう一度ためしてください。"),
        ),
        "certificate_untrusted": (
            N_("このカードの電子証明書は確かめられません"),
            N_("マイナンバーカードを使うか、ほかの方法で申し込んでください。"),
        ),
        "revocation_unknown": (
            N_("いま、カードを確かめられません"),
            N_("しばらくしてから、もう一度ためしてください。入力した内容は残っています。"),
        ),
        "signature_wrong": (
            N_("カードの署名を確かめられませんでした"),
            N_("もう一度署名するか、ほかの方法で申し込んでください。"),
        ),
        "signer_differs": (
            N_("カードの持ち主と、入力した人がちがいます"),
            N_("氏名と生年月日を確かめるか、本人のカードで署名してください。"),
        ),
    }
)
