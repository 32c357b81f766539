"""The names of places and how they were gathered; nothing here runs in the bot."""
