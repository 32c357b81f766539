"""Conversations by writers who have seen neither the rules nor the texts nor the code."""
