"""Rasa still needs each patch, and each patch changes only what it is meant to change."""
