"""Crashes, cut networks and load."""
