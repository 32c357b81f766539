"""What a message tells: one typed value, read clause by clause. No Rasa in here."""
