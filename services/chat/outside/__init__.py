"""Whom the room speaks to outside the house: the town's own language model, and LINE."""

from services.chat.outside.models import LARGEST, Model, model

__all__ = ["LARGEST", "Model", "model"]
