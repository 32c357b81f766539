"""Judges of single values."""
