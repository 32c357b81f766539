"""Tests of the checks of `waylight doctor`, on real parts; see README.md."""
