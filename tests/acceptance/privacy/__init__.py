"""What we promise people, tried on the service as it runs; see README.md."""
