"""Pure functions on what a person writes; no Rasa."""
