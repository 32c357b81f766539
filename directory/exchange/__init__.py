"""Import and export of the directory."""
