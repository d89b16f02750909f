"""Words in several languages, and the fall-back that says so."""

from forms.wording import Wording


def test_the_language_asked_for_is_given() -> None:
    assert Wording({"ja": "氏名", "easy": "なまえ", "en": "Name"}).say("en").text == "Name"


def test_a_language_that_is_missing_falls_back_to_japanese_and_says_so() -> None:
    said = Wording({"ja": "氏名", "easy": "なまえ", "en": "Name"}).say("vi")

    assert (said.text, said.lang) == ("氏名", "ja")


def test_easy_japanese_is_marked_as_japanese_in_html() -> None:
    assert Wording({"ja": "氏名", "easy": "なまえ", "en": "Name"}).say("easy").html_lang == "ja"


def test_a_missing_language_that_must_be_complete_is_named() -> None:
    assert Wording({"ja": "氏名", "easy": " "}).missing() == ("easy", "en")


def test_wordings_with_the_same_words_are_equal_and_hash_alike() -> None:
    one, other = Wording({"ja": "氏名"}), Wording({"ja": "氏名"})

    assert one == other
    assert len({one, other}) == 1


def test_no_words_at_all_are_false() -> None:
    assert not Wording({})
    assert Wording({"ja": "氏名"})
