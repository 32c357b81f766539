"""Fake networks and other helpers that tests share."""
