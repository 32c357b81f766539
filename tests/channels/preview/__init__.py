"""Tests of the preview page; see README.md."""
