"""Which sets there are: those of the national standard, the town's own lists, and counts of what happened here."""

from portal.pack import standard
from portal.pack.standard import Kind, Known, Sheet
from portal.words import N_
from services.opendata.rules.tables import Dataset, Field, Holds

_NOW_AND_THEN = ("IRREG", N_("変わったときに更新"))
_MONTHLY = ("MONTHLY", N_("毎月1日に更新"))
HIDDEN = "秘匿"
# Said of the columns whose names no second publisher confirms.
UNSURE = N_(
    "次の列は、名前を1つの公開元でしか確かめていません。国の定義書と照らしたあとで、変わることがあります。"
)


def _holds(kind: Kind) -> Holds:
    if kind is Kind.DATE:
        return Holds.DAY
    return Holds.NUMBER if kind.counts else Holds.WORDS


def _fields(sheet: Sheet) -> tuple[Field, ...]:
    return tuple(
        Field(one.name, _holds(one.kind), one.kind.words, one.known is Known.ALONE) for one in sheet.columns
    )


_BY_PLACE = ("名称", "所在地_連結表記", "電話番号")

FACILITIES = Dataset(
    "facilities",
    N_("公共施設一覧"),
    N_("市役所、図書館、体育館、公園など、市の施設の場所と開いている時間です。"),
    "GOVE",
    _NOW_AND_THEN,
    _fields(standard.FACILITIES),
    _BY_PLACE,
    standard="公共施設一覧",
)
SHELTERS = Dataset(
    "shelters",
    N_("指定緊急避難場所一覧"),
    N_("災害のときに逃げる場所と、どの災害に使えるかです。"),
    "SOCI",
    _NOW_AND_THEN,
    _fields(standard.SHELTERS),
    ("名称", "所在地_連結表記", "想定収容人数"),
    standard="指定緊急避難場所一覧",
)
AED = Dataset(
    "aed",
    N_("AED設置箇所一覧"),
    N_("AED（心臓に電気を流して助ける機械）のある建物と、建物の中の場所です。"),
    "HEAL",
    _NOW_AND_THEN,
    _fields(standard.AED),
    ("名称", "設置位置", "所在地_連結表記"),
    standard="AED設置箇所一覧",
)
CHILDCARE = Dataset(
    "childcare",
    N_("子育て施設一覧"),
    N_("保育所、こども園、児童館など、子どものための施設です。定員と受け入れる年齢も分かります。"),
    "EDUC",
    _NOW_AND_THEN,
    _fields(standard.CHILDCARE),
    ("名称", "種別", "所在地_連結表記"),
    standard="子育て施設一覧",
)
EVENTS = Dataset(
    "events",
    N_("イベント一覧"),
    N_("市が開く教室、まつり、訓練などの日と場所です。"),
    "EDUC",
    _NOW_AND_THEN,
    _fields(standard.EVENTS),
    ("イベント名", "開始日", "場所名称"),
    standard="イベント一覧",
)
GARBAGE = Dataset(
    "garbage",
    N_("ごみの分け方"),
    N_("品物ごとの、ごみの区分と出し方です。"),
    "ENVI",
    _NOW_AND_THEN,
    tuple(
        map(
            Field,
            (
                *("全国地方公共団体コード", "ID", "地方公共団体名", "品名", "品名_英字", "区分", "出し方"),
                *("注意", "別の言い方", "備考"),
            ),
        )
    ),
    ("品名", "区分", "注意"),
)
FILINGS = Dataset(
    "filings",
    N_("手続きの申し込みの件数"),
    N_("どの手続きが、どの方法で、月に何件申し込まれたかです。"),
    "GOVE",
    _MONTHLY,
    (
        *(
            Field("年月", words="例 2026-10"),
            Field("手続ID"),
            Field("手続名"),
            Field("方法ID"),
            Field("方法"),
        ),
        *(Field("件数", Holds.COUNT), Field(HIDDEN, words="1件か2件のため載せないとき 秘匿")),
    ),
    ("年月", "手続名", "方法", "件数"),
    hides=True,
)
BOOKINGS = Dataset(
    "bookings",
    N_("施設の予約の件数"),
    N_("市の施設が月に何件予約され、何件取り消されたかです。"),
    "GOVE",
    _MONTHLY,
    (
        *(Field("年月", words="例 2026-10"), Field("施設ID"), Field("施設名")),
        *(Field("予約", Holds.COUNT), Field("取消", Holds.COUNT), Field(HIDDEN)),
    ),
    ("年月", "施設名", "予約", "取消"),
    hides=True,
)
QUESTIONS = Dataset(
    "questions",
    N_("質問への自動の答え"),
    N_("自動で答える窓口に月に何件聞かれ、「解決した」という返事が何件あったかです。"),
    "GOVE",
    _MONTHLY,
    (
        *(Field("年月", words="例 2026-10"), Field("質問", Holds.COUNT)),
        *(Field("答えられなかった", Holds.COUNT), Field("解決した", Holds.COUNT)),
        *(Field("解決しなかった", Holds.COUNT), Field(HIDDEN)),
    ),
    ("年月", "質問", "解決した", "解決しなかった"),
    hides=True,
)
WAITS = Dataset(
    "waits",
    N_("窓口で待った時間"),
    N_("窓口で番号を受け取った人の数と、呼ばれるまでに待った時間の平均です。"),
    "GOVE",
    _MONTHLY,
    (
        *(Field("年月", words="例 2026-10"), Field("窓口ID"), Field("窓口"), Field("業務")),
        *(Field("呼び出した人数", Holds.COUNT), Field("待ち時間の平均（分）", Holds.NUMBER), Field(HIDDEN)),
    ),
    ("年月", "窓口", "業務", "待ち時間の平均（分）"),
    hides=True,
)
LISTS = (FACILITIES, SHELTERS, AED, CHILDCARE, EVENTS, GARBAGE)
FIGURES = (FILINGS, BOOKINGS, QUESTIONS, WAITS)
ALL = (*LISTS, *FIGURES)
SHEETS = {sheet.key: sheet for sheet in standard.SHEETS}
