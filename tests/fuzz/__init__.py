"""Arbitrary input to understanding and webhooks."""
