"""The chatbot: channels, engine, and the service that runs them."""
