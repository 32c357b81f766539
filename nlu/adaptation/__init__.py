"""Adapts the last layers of the sentence encoder to our texts; needs PyTorch, which nothing else does."""
