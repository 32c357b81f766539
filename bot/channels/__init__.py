"""One network each, all with the same contract; see README.md."""
