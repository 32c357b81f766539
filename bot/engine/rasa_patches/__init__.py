"""Everything that changes Rasa from outside."""
