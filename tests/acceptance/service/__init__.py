"""End-to-end tests of the service over its real webhooks."""
