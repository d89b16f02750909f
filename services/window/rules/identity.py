"""本人確認書類: which papers show who somebody is, one of them or two; no copy is kept, only which were seen."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.words import N_


@dataclass(frozen=True)
class Paper:
    """A kind of paper that somebody shows; `points` is two where it is enough by itself."""

    key: str
    words: str
    points: int


# 住民基本台帳法第27条第2項・第3項: whoever notifies shows 個人番号カード or a paper that 総務省令 names. The lists follow
# 住民基本台帳事務処理要領 第5-2-(1)-ウ-(ア): A, from a public office with a photograph, is enough alone (1点); B, what the mayor
# finds fit, is taken two together (2点). The certificates of 同法第12条第3項 are asked for with the same papers.
ONE = (
    Paper("myna", N_("マイナンバーカード"), 2),
    Paper("licence", N_("運転免許証"), 2),
    Paper("driving_record", N_("運転経歴証明書（平成24年4月1日以降のもの）"), 2),
    Paper("passport", N_("旅券（パスポート）"), 2),
    Paper("residence", N_("在留カード"), 2),
    Paper("special_resident", N_("特別永住者証明書"), 2),
    Paper("disability_book", N_("身体障害者手帳・精神障害者保健福祉手帳"), 2),
    Paper("public_photo", N_("そのほか官公署の顔写真つきの証明書"), 2),
)
TWO = (
    Paper("health_certificate", N_("健康保険の資格確認書"), 1),
    Paper("care_certificate", N_("介護保険の被保険者証"), 1),
    Paper("pension_book", N_("年金手帳・基礎年金番号通知書"), 1),
    Paper("pension_deed", N_("年金証書"), 1),
    Paper("child_allowance_deed", N_("児童扶養手当証書"), 1),
    Paper("medical_certificate", N_("医療費の受給者証"), 1),
    Paper("welfare_book", N_("療育手帳・生活保護受給者証"), 1),
    Paper("school_staff_card", N_("学生証・社員証（顔写真つき）"), 1),
    Paper("other_name_paper", N_("そのほか氏名のわかる書類（通帳・診察券など）"), 1),
)
# 同要領: where neither can be shown, the person is asked what only they can know.
ASKED = (Paper("questions", N_("書類がそろわないので、口頭の質問で確かめた"), 2),)
PAPERS = {paper.key: paper for paper in (*ONE, *TWO, *ASKED)}
ENOUGH = 2


def known(ticked: Collection[str]) -> tuple[str, ...]:
    """What was ticked, in the order of the lists; anything else is no paper we know."""
    return tuple(key for key in PAPERS if key in ticked)


def enough(seen: Collection[str]) -> bool:
    """Whether the papers seen show who somebody is: one of the first list, or two of the second."""
    return sum(PAPERS[key].points for key in set(seen) if key in PAPERS) >= ENOUGH
