"""Which lists a town's folder may hold and which columns each has; the words are those staff see in Excel."""

from portal.pack.lists import CHECKED, REVIEW, Shape

DIVISIONS = Shape(
    "divisions",
    filled=("部署ID", "名称", "事務所ID"),
    worded=("名称", "場所"),
    empty=("電話番号", "内線", "メール", "郵便番号", "郵送先", "文書記号", "後継", CHECKED),
    key=("部署ID",),
)
OFFICES = Shape(
    "offices",
    filled=("事務所ID", "名称"),
    worded=("名称", "所在地"),
    empty=("郵便番号", "電話番号", CHECKED),
    key=("事務所ID",),
)
HOURS = Shape("hours", filled=("事務所ID", "種別"), worded=("案内",), empty=("曜日", "開始", "終了"))
HOLIDAYS = Shape("holidays", filled=("名称",), worded=("名称",), empty=("開始月日", "終了月日"))
NATIONAL = Shape("national_holidays", filled=("名称",), worded=("名称",), key=("名称",))
PROCEDURES = Shape(
    "procedures", filled=("手続ID",), empty=("公開", "部署ID", "広報番号", CHECKED), key=("手続ID",)
)
FEES = Shape(
    "fees",
    filled=("手続ID", "金額"),
    empty=("方法", "単位", "費目", "科目", "納付"),
    key=("手続ID", "方法", "費目"),
)
WAIVERS = Shape(
    "waivers",
    filled=("減免ID", "手続ID", "理由", "確認書類", "質問", "答え", "減免", "根拠"),
    worded=("理由", "確認書類"),
    key=("減免ID",),
)
CLASSES = Shape(
    "classes", filled=("分類記号", "名称", "保存期間"), worded=("名称",), empty=("対象",), key=("分類記号",)
)
BATCHES = Shape(
    "batches",
    filled=("計画ID", "名称", "部署ID"),
    empty=("手続ID", "対象", "文字コード", "毎夜", "支援措置の住所", "保存日数"),
    key=("計画ID",),
)
KPI = Shape("kpi", filled=("団体コード", "指標", "単位", "種別", "値", "出典"), empty=("年度", "算出"))
FAQ = Shape(
    "faq",
    filled=("ID", "分類", "質問", "回答"),
    worded=("分類", "質問", "回答"),
    empty=("言い換え", "手続ID", "部署ID", "リンク", CHECKED, REVIEW),
    key=("ID",),
)
GARBAGE_KINDS = Shape(
    "garbage_kinds",
    filled=("区分ID", "区分", "出し方"),
    worded=("区分", "出し方"),
    empty=("言い換え", "手続ID", CHECKED),
    key=("区分ID",),
)
GARBAGE = Shape(
    "garbage", filled=("ID", "品名", "区分ID"), worded=("品名", "注意"), empty=("言い換え",), key=("ID",)
)
DISTRICTS = Shape(
    "districts",
    filled=("地区ID", "名称"),
    worded=("名称",),
    empty=("読み", "町名", "郵便番号", CHECKED),
    key=("地区ID",),
)
COLLECTIONS = Shape(
    "collections",
    filled=("地区ID", "区分ID", "収集日"),
    worded=("注意",),
    empty=("祝日", "開始月日", "終了月日"),
    key=("地区ID", "区分ID", "収集日", "開始月日"),
)
STOPS = Shape(
    "collection_stops",
    filled=("開始日", "扱い"),
    worded=("理由",),
    empty=("終了日", "振替日", "地区ID", "区分ID"),
)
# The head of the national data set 公共施設一覧. Its further columns, and a town's own, may follow.
FACILITIES = Shape(
    "facilities",
    filled=(
        "全国地方公共団体コード",
        "ID",
        "地方公共団体名",
        "名称",
        "名称_カナ",
        "名称_英語",
        "所在地_連結表記",
    ),
    key=("ID",),
    open=True,
)
# Further sets of the national standard; their columns and what those may hold stand in `portal.pack.standard`.
SHELTERS = Shape("shelters", filled=("全国地方公共団体コード", "ID", "名称"), key=("ID",), open=True)
AED = Shape("aed", filled=("全国地方公共団体コード", "ID", "名称", "設置位置"), key=("ID",), open=True)
CHILDCARE = Shape(
    "childcare", filled=("全国地方公共団体コード", "ID", "名称", "種別"), key=("ID",), open=True
)
EVENTS = Shape(
    "events",
    filled=("全国地方公共団体コード", "ID", "イベント名", "開始日", "終了日"),
    key=("ID",),
    open=True,
)

# Lists the pack turns into values of its own, and lists it hands on row by row.
TYPED = (
    *(DIVISIONS, OFFICES, HOURS, HOLIDAYS, NATIONAL, PROCEDURES, FEES, WAIVERS, CLASSES, BATCHES, KPI),
    *(DISTRICTS, COLLECTIONS, STOPS),
)
HANDED_ON = (FAQ, GARBAGE_KINDS, GARBAGE, FACILITIES, SHELTERS, AED, CHILDCARE, EVENTS)
