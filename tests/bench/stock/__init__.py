"""Rasa as it is published beside Waylight; see README.md."""
