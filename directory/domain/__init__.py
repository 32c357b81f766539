"""What the directory means, without a database or a file format."""
