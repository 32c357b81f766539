"""What stands in docs/deploying/, tried; see README.md."""
