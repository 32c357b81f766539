"""The pictures of the conversation."""
