"""Thin Rasa graph components around `nlu.text`."""
