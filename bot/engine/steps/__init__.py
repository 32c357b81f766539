"""The steps of a turn: `interpretation` finds out what a message means, `safety` asks first, `replies` answers it."""
