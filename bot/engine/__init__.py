"""The turn: from a message to replies, on top of Rasa."""
