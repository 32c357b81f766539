"""What people need, as counts that single nobody out; see README.md."""
