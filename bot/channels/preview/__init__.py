"""The preview page: two phones in a browser on this machine."""

from bot.channels.preview.routes import PreviewChannel

__all__ = ["PreviewChannel"]
