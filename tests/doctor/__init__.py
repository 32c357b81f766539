"""What the doctor finds, looked for on real parts; see README.md."""
