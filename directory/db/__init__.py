"""Connections to the directory's database."""
