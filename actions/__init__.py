"""Rasa custom actions: read the conversation, ask knowledge, say the answer."""
