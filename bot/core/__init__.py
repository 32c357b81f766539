"""The words that every part of the bot shares."""
