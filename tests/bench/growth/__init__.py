"""What costs how much more as there is more of something; see README.md."""
