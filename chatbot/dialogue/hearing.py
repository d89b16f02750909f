"""What somebody means by what they wrote, as far as that shows without looking anything up."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from chatbot.folding import joined

# A question longer than this is a letter, and a letter is for people.
LONGEST = 400
# An angry word in a long question is not what it is about.
_ANGRY = 16
_JAPANESE = re.compile("[\u3041-\u30fa\u3400-\u9fff]")
_NOT_KANA = re.compile("[\u30a1-\u30fa\u3400-\u9fff]")
# Wi-Fi is one word, and no sign of English.
_WORD = re.compile("[A-Za-z][A-Za-z'-]+")
_PICKED = re.compile(r"([1-9]|1[0-3])(?:番目?)?(?:です|で)?")
_SIGNS = re.compile(r"[^\w\s]+")

# What can be asked of a matter, and the words that ask it; the first that is heard counts.
ASPECTS: Mapping[str, str] = MappingProxyType(
    {
        "fee": "いくら 料金 手数料 値段 費用 金額 お金 おかね 無料 有料 ただですか|how much|costs?|fees?|prices?|free of charge|charge",
        "online": "ネット オンライン インターネット スマホ スマートフォン パソコン 電子申請 マイナポータル|online|internet|website|smartphone",
        "post": "郵送 ゆうそう 郵便 ゆうびん|by post|by mail|mail it",
        "weekend": "土日 土曜日 日曜日 土曜 日曜 休日 祝日 週末 どようび にちようび どにち|weekends?|saturdays?|sundays?|holidays?",
        "who": "代理 代わりに 代わり かわりに 本人以外 家族でも だれが 誰が|who can|someone else|on behalf|family",
        "bring": "持ち物 もちもの 必要なもの 必要な物 必要書類 要るもの いるもの 何が必要 なにが必要 何が要 何がいり 何を持っていけば なにをもっていけば "
        "何を持って なにをもって 持っていけば 持っていく もっていく "
        "書類 印鑑 はんこ|bring|documents?|need to have|what do i need",
        "deadline": "いつまでに 期限 締め切り 締切 しめきり 何日以内 なん日まで 何日まで いつまで|deadline|by when|until when|due",
        "days": "どのくらいかか どれくらいかか 何日かか いつ届 いつもらえ 日数 何日で|how long|how many days|when will",
        "phone": "電話番号 電話 でんわ 連絡先 問い合わせ先 問い合わせ 問合せ|phone|telephone|contact|call",
        "hours": "何時から 何時まで 何時 なんじ なん時 時間 営業 開いて あいて 開庁 窓口は|opening hours|what time|hours|open|close",
        "place": "どこ 場所 ばしょ 窓口 何課 どの課|where|place|counter|which office",
    }
)
# The same in a question that names its matter: only words that ask nothing else. 料金 may be what is to be paid.
_ASKED_BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "fee": "いくら 手数料 値段 費用はかか 無料ですか 有料ですか|how much|fees?",
        "bring": "持ち物 もちもの 必要なもの 必要な物 必要書類 要るもの いるもの 何が必要 なにが必要 何が要 何がいり 何を持っ なにをもっ"
        "|what (?:do|should) i (?:need to )?bring|what do i need",
        "deadline": "いつまで 何日以内 期限は 締め切り しめきり|by when|deadline|until when",
        "days": "何日かか どのくらいかか どれくらいかか いつ届 いつもらえ|how long|how many days",
        "online": "オンラインで ネットで インターネットで スマホで|online|on my phone",
        "post": "郵送で ゆうそうで 郵便で|by post|by mail",
        "place": "どこで どこに どこへ|where",
    }
)
_FILLERS = (
    "それは その場合 その それ これは この これ ここ 手続きは 手続き 手続 でできますか でもできますか できますか できる できるの してますか していますか "
    "ますか ですか でしょうか でしょう です ます まで から かかりますか かかる かかり 必要 いりますか いる 教えてください おしえてください 教えて おしえて "
    "知りたい すればいい したい したら いいですか よいですか いい よい ありますか ある もらえますか 行けば 行く いけば "
    "でも なら もう では すか は が を に で も の か と へ ね よ"
)
_ENGLISH_FILLERS = re.compile(
    r"\b(?:is|are|it|that|this|do|does|can|could|i|we|you|the|a|an|to|for|of|on|in|at|by|be|have|has|my|there|and|what|"
    r"when|how|about|please|tell|me|will|would|should|must|need|get|apply|go|pay|take|s|your|any)\b"
)
# Courtesies and the like, answered by themselves when nothing else was said.
SMALL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "bot_thanks": re.compile(
            "(?:どうも)?(?:ありがとう|有難う|有り難う|あざす|あざ)(?:ございま(?:す|した))?|どうも|さんきゅー?|助かりました|たすかりました|"
            "thanks?(?: (?:you|a lot|so much|very much|you very much))?"
        ),
        "bot_hello": re.compile(
            "こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|もしもし|hello|hi|hey|good (?:morning|afternoon|evening)"
        ),
        "bot_bye": re.compile("さようなら|さよなら|ばいばい|またね|失礼します|(?:good ?)?bye(?: bye)?"),
        "bot_who": re.compile(
            "(?:あなた|きみ|君|お前|おまえ)(?:は|って)?(?:だれ|誰|何者|何|なに)(?:ですか|なの)?|(?:ろぼっと|ai|人間|機械|ぼっと)(?:です|なの)か|"
            "who are you|are you (?:an? )?(?:human|robot|bot|ai|person|real)"
        ),
        "bot_help": re.compile(
            "使い方|つかいかた|へるぷ|めにゅー|何が(?:でき|聞け)(?:ますか|るの?)|なにができ(?:ますか|るの?)|help|menu|what can you do"
        ),
        "bot_fine": re.compile(
            "わかりました|分かりました|了解(?:です|しました)?|なるほど|おーけー|ok|okay|i see|got it"
        ),
        "again": re.compile(
            "(?:最初|はじめ|初め)(?:から|にもどる|に戻る)|やめる|やめます|りせっと|start over|reset|restart"
        ),
    }
)
_ABUSE = re.compile(
    "ばか(?!り)|馬鹿|あほ|死ね|しね$|くたばれ|くそ(?!う|く)|うざ|役立たず|役にたたな|役に立たな|使えねえ|使えない(?:な|ね|奴)|無能|ふざけ|税金泥棒|きもい|"
    r"(?<![a-z])(?:fuck|shit|stupid|idiot|useless|asshole|dumb)"
)
_PERSON = re.compile(
    "人間?(?:と|に)(?:話|はな|相談|代わ|かわ|つな)|ひとと(?:話|はな)|おぺれーたー?|(?:職員|担当者?|係の人)(?:と|に)|電話(?:し|で話|で聞|をかけ)たい|"
    "(?:talk|speak) (?:to|with) (?:a |an |the )?(?:person|human|someone|somebody|staff|operator|clerk)|operator"
)
_STATUS = re.compile(
    "(?:申請|申込|申し込|届け?出|手続|てつづき|もうしこみ).{0,12}(?:どこまで|進んで|すすん|状況|状態|すてーたす|結果|まだ|どうなっ)|進捗|"
    r"(?:where is|status of|track|how is) my (?:\w+ )?(?:application|request|form)|application status"
)
_VACANCY = re.compile(
    "空き|空いて|あいて(?:い?る|い?ます)|空室|あきは|予約状況|予約でき|予約した|よやくし|よやくでき|"
    r"(?<![a-z])(?:vacan\w+|available|availability|free (?:slot|time|room)s?|book(?:ing)?|reserve)(?![a-z])"
)
_YES = re.compile("はい|うん|ええ|そうです|yes|yeah|yep")
_NO = re.compile("いいえ|いえ|いや|ちがいます|違います|ちがう|違う|no|nope|解決しな(?:い|かった)")


def wordless(text: str) -> bool:
    """Whether there is no word in it: nothing, signs, pictures."""
    return not any(unicodedata.category(letter)[0] in "LN" for letter in text)


def picked(text: str) -> int:
    """Which of the options somebody names by its number; 0 for none."""
    found = _PICKED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else 0


def language(text: str, now: str, page: str) -> str:
    """In which language to answer: the page's, unless somebody plainly writes another of the three; "" is the page's."""
    japanese, words = bool(_JAPANESE.search(text)), _WORD.findall(text)
    if japanese:
        # やさしい日本語 is written in kana, its words set apart. Whoever chose another language may still write a Japanese word.
        plain = not _NOT_KANA.search(text) and len(text.split()) > 2
        return "easy" if plain and page == "ja" else ""
    if len(words) > 1 or (words and now == "en"):
        return "en" if page in ("ja", "easy", "en") and page != "en" else ""
    return now


def small(text: str) -> str:
    """The code of what to say to a courtesy; "" where there is more in it than that."""
    plain = _bare(text)
    return next((code for code, ways in SMALL.items() if ways.fullmatch(plain)), "")


def abuse(text: str) -> bool:
    plain = _bare(text)
    return len(plain) <= _ANGRY and bool(_ABUSE.search(plain))


def wants_person(text: str) -> bool:
    return bool(_PERSON.search(joined(text)))


def asks_status(text: str) -> bool:
    return bool(_STATUS.search(joined(text)))


def asks_vacancy(text: str) -> bool:
    return bool(_VACANCY.search(joined(text)))


def agreed(text: str) -> bool | None:
    """Yes or no; None where neither was said."""
    plain = _bare(text)
    return True if _YES.fullmatch(plain) else False if _NO.fullmatch(plain) else None


def aspect(text: str) -> str:
    """What is asked of the matter at hand where nothing else is said: fee, place, …; "" for a question of its own."""
    plain = joined(text)
    heard = next((name for name, ways in _ASPECTS.items() if ways.search(plain)), "")
    return heard if heard and only_asks(plain) else ""


def asked_beside(text: str) -> tuple[str, ...]:
    """What is asked of the matter that a question names itself."""
    plain = joined(text)
    return tuple(name for name, ways in _BESIDE.items() if ways.search(plain))


def only_asks(plain: str) -> bool:
    """Whether folded text says nothing but that something is asked, and of which kind."""
    for ways in _ASPECTS.values():
        plain = ways.sub(" ", plain)
    left = bare(plain)
    # A kana may be the end of a verb; more is something else.
    return not left or (len(left) == 1 and not _NOT_KANA.match(left))


def bare(plain: str) -> str:
    """What is left of folded text without the words that only ask."""
    left = _ENGLISH_FILLERS.sub(" ", _LEFT.sub(" ", _SIGNS.sub(" ", plain)))
    return "".join(left.split())


def any_of(words: str) -> str:
    """A pattern for the Japanese words of a list, folded, and after a bar for the English ones as they stand."""
    japanese, _, english = words.partition("|")
    folded = sorted({joined(word) for word in japanese.split()}, key=len, reverse=True)
    ways = [re.escape(word) for word in folded]
    return "|".join(ways + ([rf"(?<![a-z])(?:{english})(?![a-z])"] if english else []))


def _bare(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", joined(text)).split())


_ASPECTS = {name: re.compile(any_of(words)) for name, words in ASPECTS.items()}
_BESIDE = {name: re.compile(any_of(words)) for name, words in _ASKED_BESIDE.items()}
_LEFT = re.compile(any_of(_FILLERS))
