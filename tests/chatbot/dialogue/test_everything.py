"""Whatever is written or pressed, in whatever state: something fitting every door is answered, and facts name their source."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.dialogue import Event, Pictured, Placed, Pressed, Said, Started, State, kept, restored, step
from chatbot.dialogue.replies import MOST, SHORT, Fact, Handover, Options, Passage, Text
from chatbot.dialogue.state import LONGEST
from tests.chatbot.dialogue.test_reporting import a_street

WORDS = st.sampled_from(
    ["住民票", "医療費", "ごみ", "傘", "いつ", "いくら", "引っ越し", "何をすれば", "北町", "はい", "いいえ", "1", "火事", "地震", "捨てたい", "どこ", "moving",
     "garbage", "today", "how much", "子ども", "空き", "申請", "状況", " ", "？", "😀", "123456789018", "9999", "パック", "\u200b", "ﾊﾟｯｸ", "人と話したい"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=6).map("".join), WORDS.map(lambda word: word * 500)
)
ACTIONS = st.one_of(
    st.text(max_size=20),
    st.builds(
        "{}:{}".format,
        st.sampled_from(
            [
                "matter",
                "life",
                "choose",
                "item",
                "days",
                "district",
                "office",
                "none",
                "yes",
                "done",
                "stop",
                "sorting",
                "people",
                "report",
                "trouble",
                "noplace",
                "unreport",
            ]
        ),
        st.sampled_from(
            [
                "",
                "kita",
                "tennyu",
                "city",
                "child",
                "faq:juminhyo",
                "faq:old",
                "next:moyasu",
                "cap",
                "honcho",
                "road",
                "x",
            ]
        ),
    ),
)
PLACES = st.builds(Placed, st.floats(), st.floats(), st.text(max_size=9)) | st.just(Placed(30.0, 150.0))
EVENTS: st.SearchStrategy[Event] = st.one_of(
    TEXTS.map(Said),
    ACTIONS.map(Pressed),
    st.just(Started()),
    PLACES,
    st.builds(Pictured, st.sampled_from("abcd")),
)
SHORTS = st.sampled_from(
    [
        "",
        "kita",
        "tennyu",
        "district",
        "item",
        "resolved",
        "next:moyasu",
        "faq:juminhyo",
        "en",
        "place",
        "road",
        "30.1,150.2",
        "x" * 99,
    ]
)
STATES = st.builds(
    State, lang=st.sampled_from(["", "en", "easy", "ja"]), topic=SHORTS, awaits=SHORTS, then=SHORTS, district=SHORTS, life=SHORTS,
    answers=st.lists(st.sampled_from(["from=city", "who=child", "who=", "x"]), max_size=4).map(tuple),
    offered=st.lists(ACTIONS, max_size=13).map(tuple), photos=st.lists(SHORTS, max_size=3).map(tuple), trouble=SHORTS, where=SHORTS, missed=st.integers(0, 3),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(STATES, st.lists(EVENTS, min_size=1, max_size=4), st.sampled_from(["ja", "easy", "en", "vi"]))
def test_something_fitting_is_always_answered(state: State, events: list[Event], locale: str) -> None:
    world = a_street(locale=locale)

    for event in events:
        state, replies = step(state, event, world)

        assert replies
        assert restored(kept(state)) == state
        for reply in replies:
            if isinstance(reply, Options):
                assert 0 < len(reply.options) <= MOST
                assert all(len(one.action) <= LONGEST for one in reply.options)
                assert all(
                    len(one.say.short) <= SHORT for one in reply.options if isinstance(one.say, Passage)
                )
            if isinstance(reply, Fact):
                assert all(source.title for source in reply.sources)
                assert all(source.division for source in reply.sources)
            if isinstance(reply, Text):
                assert all(not isinstance(one, Passage) for one in reply.say)
            assert not isinstance(reply, Handover) or reply.division


@given(st.text(max_size=200))
def test_what_is_too_long_for_a_button_is_cut(text: str) -> None:
    assert len(Passage(text).short) <= SHORT
