"""Files that staff bring and take, and the work on them."""
