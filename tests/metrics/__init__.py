"""Tests of bot/metrics; see README.md."""
