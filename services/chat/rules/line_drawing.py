"""Replies of the dialogue as messages of LINE: one answer is one card, so that a person reads two bubbles and not five."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.dialogue import replies
from chatbot.dialogue.replies import AskResolved, Call, Fact, Handover, Link, Options, Reply, Text
from portal import days
from portal.words import N_, Words, without_readings
from services.chat.rules import line_shapes as shapes
from services.chat.rules.line_addresses import outside, telephone
from services.chat.rules.line_shapes import Json, Press
from services.chat.rules.line_words import cut, said, source, tidy, units
from services.chat.rules.phrases import PHRASES

Sign = Callable[[str], str]
# LINE takes five messages at once, twelve cards side by side, and so many bytes of them (50 KB, with some room).
MESSAGES, CARDS, BYTES = 5, 12, 45_000
# What a card holds; nothing the town has written comes near. With rows to press there is less room for words.
_WORDS, _WORDS_WITH_ROWS, _SOURCES, _OPENINGS = 2400, 1000, 5, 5
# So many small buttons are seen without much shoving; more are easier to choose from when they stand in rows.
_SMALL_UNITS = 60


@dataclass
class _Card:
    """What belongs together: what is said, where it stands, what can be pressed."""

    paragraphs: list[str] = field(default_factory=list)
    # Which paragraph names the rest; none where it is less than 0.
    heading: int = -1
    sources: list[str] = field(default_factory=list)
    numbers: list[Json] = field(default_factory=list)
    rows: list[Press] = field(default_factory=list)
    openings: list[Press] = field(default_factory=list)
    ask: str = ""

    @property
    def pressed(self) -> bool:
        """Whether it holds more than words."""
        return bool(self.sources or self.numbers or self.rows or self.openings)


def language(said: Sequence[Reply], locale: str) -> str:
    """The language in which the dialogue answers: `drawn` wants the words of this one."""
    for reply in said:
        say = reply.say if isinstance(reply, Text | Fact) else ()
        for one in say:
            if isinstance(one, replies.Phrase) and one.lang:
                return one.lang
    return locale


def drawn(
    said: Sequence[Reply], words: Words, base_url: str, sign: Sign, colour: str = shapes.INK
) -> list[Json]:
    """One to five messages, inside LINE's limits whatever is said; none where nothing is said."""
    made = _Drawing(words, base_url, sign, colour)
    for place, reply in enumerate(said):
        made.take(reply, last=place == len(said) - 1)
    return made.messages()


_Shown = tuple[_Card, Json]


class _Drawing:
    """Cards as they come together, reply by reply."""

    def __init__(self, words: Words, base_url: str, sign: Sign, colour: str) -> None:
        self.words, self.base_url, self.sign, self.colour = words, base_url, sign, colour
        self.cards: list[_Card] = []
        self.quick: list[Press] = []

    def take(self, reply: Reply, *, last: bool) -> None:
        """Put a reply where it belongs: into the card before, or into one of its own."""
        match reply:
            case Text(say):
                self.cards.append(_Card([said(one, self.words) for one in say]))
            case Fact(say, sources):
                # What stands first names the rest, where there is more than one.
                told = [said(one, self.words) for one in say]
                card = self._own(told)
                card.heading = len(card.paragraphs) - len(told) if len(told) > 1 else -1
                stands = (source(one, self.words) for one in sources[:_SOURCES])
                card.sources = [one for one in dict.fromkeys(stands) if one]
            case Link(say, address):
                self._open(said(say, self.words), outside(address, self.base_url, self.words.language.key))
            case Call():
                self._call(reply)
            case Handover():
                self._people(reply)
            case Options(options):
                offered = [(said(one.say, self.words), one.action) for one in options]
                presses = [shapes.pressing(one, self.sign(action)) for one, action in offered if one]
                self._choose(presses, small=last)
            case AskResolved():
                self._resolved()

    def messages(self) -> list[Json]:
        """What is sent; too much of it is closed by a word that says so."""
        made = self._joined([one for one in self.cards if one.pressed or any(one.paragraphs) or one.ask])
        if len(made) > MESSAGES:
            closing = self.words.text(
                N_("長いので、ここまでを表示しました。聞きたいことを、短く一つ書いてください。")
            )
            made = [*made[: MESSAGES - 1], shapes.plain(closing)]
        return [*made[:-1], shapes.quickly(made[-1], self.quick)] if made else []

    def _own(self, paragraphs: list[str]) -> _Card:
        """A card for something new; what was only said before leads into it."""
        if self.cards and not self.cards[-1].pressed:
            self.cards[-1].paragraphs += paragraphs
        else:
            self.cards.append(_Card(paragraphs))
        return self.cards[-1]

    def _here(self) -> _Card:
        if not self.cards:
            self.cards.append(_Card())
        return self.cards[-1]

    def _open(self, words: str, address: str) -> None:
        card = self._here()
        if address and words and len(card.openings) < _OPENINGS:
            card.openings.append(shapes.opening(words, address))

    def _call(self, call: Call) -> None:
        address, whose = telephone(call.number), said(call.say, self.words)
        card = self._here()
        if not address or card.sources or len(card.numbers) >= CARDS:
            card = self._own([whose] if not address else [])
        if address:
            note = said(call.note, self.words) if call.note else ""
            shown = cut(tidy(call.number), shapes.ROW)
            press = Press(shown, shapes.opening(shown, address).action)
            card.numbers.append(shapes.number(press, cut(whose, 200), cut(note, 200)))

    def _people(self, people: Handover) -> None:
        told = [said(people.name, self.words), said(people.hours, self.words)]
        if people.opens:
            when = without_readings(days.moment(people.opens, self.words.language, year=False))
            told.append(self.words.text(N_("次に開くのは%(when)sです。"), when=when))
        card = self._own(told)
        card.heading = len(card.paragraphs) - len(told)
        card.sources = [source(people.source, self.words)] if people.source else []
        if address := telephone(people.number):
            self._open(self.words.text(PHRASES["bot_phone"], number=people.number), address)
        page = f"/chat/message?division={people.division}"
        self._open(
            self.words.text(N_("この課にメッセージを送る")),
            outside(page, self.base_url, self.words.language.key),
        )

    def _choose(self, presses: list[Press], *, small: bool) -> None:
        """A few short things stand under the talk as small buttons; others, whole, in rows of the card."""
        if not presses:
            return
        card = self._here()
        whole = all(shapes.fits_small(one.words) for one in presses)
        if small and whole and any(card.paragraphs) and sum(map(_width, presses)) <= _SMALL_UNITS:
            self.quick = presses
            return
        if not any(card.paragraphs):
            card.paragraphs.append(self.words.text(PHRASES["bot_or_which"]))
        room = replies.MOST - len(card.rows)
        card.rows += presses[: max(0, room)]

    def _resolved(self) -> None:
        self._here().ask = self.words.text(N_("解決しましたか"))
        self.quick = [
            shapes.pressing(self.words.text(N_("はい")), self.sign("yes")),
            shapes.pressing(self.words.text(N_("いいえ")), self.sign("no")),
        ]

    # ------------------------------------------------------------------------------------------------ from cards to messages

    def _joined(self, cards: list[_Card]) -> list[Json]:
        """Words alone are a text; cards of the same kind stand side by side."""
        made: list[Json] = []
        row: list[_Shown] = []
        for card in cards:
            shown = (card, self._bubble(card)) if card.pressed else None
            if row and not (shown and _beside(row, shown)):
                made.append(_side_by_side(row))
                row = []
            if shown:
                row.append(shown)
                continue
            made.append(shapes.plain("\n".join(filter(None, (*card.paragraphs, card.ask)))))
        return [*made, _side_by_side(row)] if row else made

    def _bubble(self, card: _Card) -> Json:
        body: list[Json] = []
        for place, one in _shortened(card):
            body.append(shapes.text(one, bold=place == card.heading))
        body += card.numbers
        rows = [shapes.outlined(one, self.colour) for one in card.rows]
        body += rows if not card.sources else ()
        if card.sources:
            body.append(shapes.rule())
            body += [shapes.text(cut(one, 300), size="sm", colour=shapes.FAINT) for one in card.sources]
        # What can be chosen after a statement stands below where it stands.
        foot = rows if card.sources else []
        foot += [
            shapes.solid(one, self.colour)
            if place == 0 and not card.rows
            else shapes.outlined(one, self.colour, align="center")
            for place, one in enumerate(card.openings)
        ]
        if card.ask:
            foot.append(shapes.text(card.ask, bold=True, margin="lg"))
        return shapes.bubble(body or foot, foot if body else [])


def _shortened(card: _Card) -> Iterator[tuple[int, str]]:
    """What is said, as far as a card has room for it, with its place."""
    room = _WORDS_WITH_ROWS if card.rows else _WORDS
    for place, one in enumerate(card.paragraphs):
        if one and room > 0:
            told = cut(one, room)
            room -= units(told)
            yield place, told


def _side_by_side(row: list[_Shown]) -> Json:
    alt = "　".join(one for card, _ in row for one in (*card.paragraphs, card.ask) if one)
    presses = (one.words for card, _ in row for one in (*card.rows, *card.openings))
    return shapes.flex([bubble for _, bubble in row], alt or next(presses, "…"))


def _beside(row: list[_Shown], after: _Shown) -> bool:
    """Whether a card may stand beside those before it: statements only, and while LINE takes them."""
    size = sum(len(json.dumps(bubble)) for _, bubble in (*row, after))
    return (
        len(row) < CARDS
        and size < BYTES
        and all(one.sources and not one.rows for one in (row[-1][0], after[0]))
    )


def _width(press: Press) -> int:
    return units(press.words)
