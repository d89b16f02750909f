"""Reads what identity cards say: pure parsers and the closed list of commands a card is ever given."""

from forms.cards.apdu import Send
from forms.cards.asking import ask
from forms.cards.kinds import CardKind
from forms.cards.licence import read_licence
from forms.cards.myna import read_myna
from forms.cards.unreadable import Unreadable
from forms.cards.values import CardValues

__all__ = ["CardKind", "CardValues", "Send", "Unreadable", "ask", "read_licence", "read_myna"]
