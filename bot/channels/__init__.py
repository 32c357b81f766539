"""The networks on which people write to the bot."""
