"""Proposals as the pages show them."""
