"""The steps of a turn: `interpretation` finds out what a message means, `replies` answers it."""
