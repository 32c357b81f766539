"""Measuring understanding on texts that nobody trained on."""
