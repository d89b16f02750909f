"""The operator's commands of this room."""

from services.chat.cli import chatbot, line

groups = (chatbot.group, line.group)
