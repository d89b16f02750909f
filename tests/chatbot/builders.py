"""A handful of made-up documents for tests, and an index over them with a lexicon of a few lines."""

from chatbot.documents import Document
from chatbot.index import Index, build
from chatbot.lexicon import Lexicon, read

LINES = ("引っ越, moved => 転入, 転出", "ひっこしてき, 引っ越してき => 転入", "? いくら, how much => 手数料")


def a_document(key: str, title: str, *names: str, text: str = "", aside: str = "") -> Document:
    return Document(key, "faq", (title,), (text,) if text else (), names, (aside,) if aside else ())


def a_lexicon() -> Lexicon:
    return read(LINES)


def an_index(*documents: Document) -> Index:
    return build(documents or DOCUMENTS, a_lexicon())


DOCUMENTS = (
    a_document("in", "転入の届出をしたい", "転入届", text="住み始めた日から14日以内です。"),
    a_document("out", "転出の届出をしたい", "転出届", text="市を離れる前に届け出ます。"),
    a_document("fee", "住民票の手数料", "住民票の値段", text="一通300円です。"),
    a_document("record", "住民票の写し", "住所の証明", "residence record", text="市民課で渡します。"),
    a_document("bulky", "粗大ごみを出したい", "ソファー", text="電話で申し込んでください。", aside="ごみ"),
    a_document("library", "図書館の開館時間", "library hours", text="朝9時からです。"),
)
