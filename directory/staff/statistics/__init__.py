"""What people need, as the page shows it."""
