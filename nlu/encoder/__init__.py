"""Sentence embeddings: multilingual-e5-small in 8 bits, run by ONNX Runtime."""
