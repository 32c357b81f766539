"""Parsers of single values, as people type them."""
