"""Understanding what a person writes."""
