"""The mind: finds by words, by meaning and by what people usually say. It loads numpy and Sudachi, so import it on first use."""

from chatbot.mind import alone
from chatbot.mind.mind import Hit, Mind, build, discard, load, version
from chatbot.mind.second import Second

__all__ = ["Hit", "Mind", "Second", "alone", "build", "discard", "load", "version"]
