"""The conversation as pictures: what a person can say, what the bot does and says, and where each choice leads."""
