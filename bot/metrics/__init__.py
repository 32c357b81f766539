"""What is counted of the service, and how it is shown; see README.md."""
