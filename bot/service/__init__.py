"""Puts the service together."""
