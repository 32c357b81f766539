"""What people need, as numbers and nothing of who asked."""
