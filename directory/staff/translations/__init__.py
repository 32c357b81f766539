"""Texts of entries, side by side with their translations."""
