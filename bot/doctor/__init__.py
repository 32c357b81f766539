"""What `waylight doctor` looks at; see README.md."""
