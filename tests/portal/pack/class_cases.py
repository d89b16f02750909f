"""Planted faults of 文書分類: which files are replaced, and what must be told about them."""

from tests.portal.pack.fault_cases import PROCEDURE

CLASSES = (
    "分類記号,名称,名称_やさしい,名称_英語,保存期間,対象,適用開始日,適用終了日\n"
    "A1,証明,しょうめい,Certificates,3年,,,\nD1,届出,とどけ,Notices,5年,,,\nK1,取下げ,とりさげ,Withdrawn,1年,取下げ,,\n"
)
CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "a period that no rule of records knows": (
        {"classes_csv": CLASSES.replace("5年", "7年")},
        ("classes.csv", 3, "保存期間", "常用"),
    ),
    "a class for something that is not filed by itself": (
        {"classes_csv": CLASSES.replace("取下げ,,", "却下,,")},
        ("classes.csv", 4, "対象", "廃棄簿"),
    ),
    "two classes for withdrawn requests": (
        {"classes_csv": CLASSES + "K2,取下げ,とりさげ,Withdrawn,3年,取下げ,,\n"},
        ("classes.csv", 1, "対象", "取下げ"),
    ),
    "a procedure in a class that is not listed": (
        {"classes_csv": CLASSES, "procedures__todoke_toml": 'document_class = "Q9"\n' + PROCEDURE},
        ("procedures/todoke.toml", 1, "document_class", "Q9"),
    ),
}
