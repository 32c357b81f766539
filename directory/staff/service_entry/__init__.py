"""One entry as a whole, and the edits that its own pages make."""
