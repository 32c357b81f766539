"""Everything in bot/engine that reaches into Rasa's internals: one module for each patch."""
