"""Rasa as it is published beside ours, on the same texts; see README.md."""
