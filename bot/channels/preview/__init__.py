"""Two phones in a browser on this machine; see README.md."""

from bot.channels.preview.webhook import Preview

__all__ = ["Preview"]
