"""One entry with all its rows, and the edits that its pages make."""
