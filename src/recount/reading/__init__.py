"""Bytes become articles; what is left out on the way is kept with the reason."""

from recount.reading.sources import Unread, read, read_text

__all__ = ["Unread", "read", "read_text"]
