"""Conversations with the trained engine, in every language that it speaks."""
