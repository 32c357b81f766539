"""Processes that are killed while they answer; see README.md."""
