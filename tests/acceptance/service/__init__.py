"""The whole service, as its users and its networks meet it."""
