"""The starter directory: committed entries with their sources, how they are built and how they are loaded."""
