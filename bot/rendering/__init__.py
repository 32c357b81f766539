"""Renders names and values as messages in the reader's language; see README.md."""
