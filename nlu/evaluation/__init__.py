"""Measures the understanding of unseen texts."""
