"""The seed ("starter") directory: committed entries with their sources, their build and their loading."""
