"""Rasa graph components, thin."""
