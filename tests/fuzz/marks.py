"""What is planted in everything that is posted, to be looked for afterwards."""

MARK = "xylophonq"
"""Stands in every text and name."""
CHATS = 4_242_424_242_000_000
"""From here on the ids of chats and people."""
NUMBERS = "+1500555"
"""How every number begins: of Twilio's range that nobody can have."""

MARKS = (MARK, MARK[::-1], "424242424", NUMBERS, NUMBERS[1:], "Zuzanna")
"""None of these may be in a log."""
