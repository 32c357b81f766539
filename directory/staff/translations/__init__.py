"""Texts of entries and their translations."""
