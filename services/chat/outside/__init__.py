"""Whom the room speaks to outside the house: the town's own language model, and LINE."""

from services.chat.outside.models import LARGEST, Model, embedder, model, reranker

__all__ = ["LARGEST", "Model", "embedder", "model", "reranker"]
