"""Planted faults of lists that take people from another list: the town's own dictionary, and what must be told about it."""

WORDS = '{ ja = "届", easy = "とどけ", en = "Notice" }'


def _own(draws: str) -> dict[str, str]:
    return {"fields_toml": f'[guests]\nkind = "group"\nlabel = {WORDS}\ndraws_on = {{ {draws} }}\n'}


def _case(draws: str, key: str, words: str) -> tuple[dict[str, str], tuple[str, int, str, str]]:
    return _own(draws), ("fields.toml", 4, f"guests.draws_on.{key}", words)


CASES: dict[str, tuple[dict[str, str], tuple[str, int, str, str]]] = {
    "people taken from a list nobody knows": _case(
        'group = "nobody", take = { name = "name" }', "group", "辞書にある group の項目ではありません: nobody"
    ),
    "people taken from themselves": _case(
        'group = "guests", take = { name = "name" }', "group", "ほかの一覧から引き継いでいます: guests"
    ),
    "a question nobody knows taken over": _case(
        'group = "children", take = { name = "nobody" }', "take.name", "辞書にない項目です: nobody"
    ),
    "a birthday taken for a name": _case(
        'group = "children", take = { name = "child_birth_date" }',
        "take.name",
        "種類が違います: name・child_birth_date",
    ),
    "people chosen by an answer that cannot be given": _case(
        'group = "children", take = { name = "child_name" }, where = { child_relation = ["child", "cousin"] }',
        "where.child_relation",
        "答えになりえない値です: cousin",
    ),
    "an answer given that cannot be given": _case(
        'group = "children", take = { name = "child_name" }, give = { child_living = "moon" }',
        "give.child_living",
        "答えになりえない値です: moon",
    ),
    "people taken on an answer nobody knows": _case(
        'group = "children", take = { name = "child_name" }, when = { nobody = "yes" }',
        "when.nobody",
        "辞書にない項目です: nobody",
    ),
    "people chosen by the age of a name": _case(
        'group = "children", take = { name = "child_name" }, aged = { child_name = [6, 14] }',
        "aged.child_name",
        "date・birth の項目ではありません: child_name",
    ),
}
