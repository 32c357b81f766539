"""Tests of bot/state; see README.md."""
