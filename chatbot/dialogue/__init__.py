"""A conversation as a pure function: where it stands and what happened go in, where it stands then and what to say come out."""

from chatbot.dialogue.state import Event, Pictured, Placed, Pressed, Said, Started, State, kept, restored
from chatbot.dialogue.step import step

__all__ = ["Event", "Pictured", "Placed", "Pressed", "Said", "Started", "State", "kept", "restored", "step"]
