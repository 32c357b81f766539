"""The checks of `waylight doctor`; see README.md."""
