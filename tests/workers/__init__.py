"""Tests of bot/workers; see README.md."""
