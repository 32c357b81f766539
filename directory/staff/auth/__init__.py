"""Who may sign in to the staff's page, and what was done and read there."""
