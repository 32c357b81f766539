"""Messages, settings and backoff, which all parts of the bot share."""
