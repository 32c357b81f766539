"""Tests of bot/engine."""
