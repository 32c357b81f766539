"""Telegram and Twilio on loopback, fast and faulty; see README.md."""
