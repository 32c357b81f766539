"""Every language the bot speaks."""
