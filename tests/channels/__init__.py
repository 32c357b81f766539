"""Tests of the channels; see README.md."""
