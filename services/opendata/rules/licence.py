"""On which terms the data may be used, and how programs and people are told so."""

NAME, SHORT = "クリエイティブ・コモンズ 表示 4.0 国際", "CC BY 4.0"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/deed.ja"
# The licence as catalogues name it: the same word for every language.
URI = "http://creativecommons.org/licenses/by/4.0/"


def credit(town: str, title: str) -> str:
    """The line that whoever uses a set prints beside it."""
    return f"{town}「{title}」（{SHORT}）"
