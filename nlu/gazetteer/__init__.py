"""The names of places and the scripts that build the list; nothing here runs in the bot."""
