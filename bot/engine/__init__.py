"""Everything that touches Rasa's inside."""
