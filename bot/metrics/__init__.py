"""Prometheus metrics of the service; see README.md."""
