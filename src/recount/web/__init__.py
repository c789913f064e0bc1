"""The review pages: a casebook in a browser, where people decide."""

from recount.web.app import create_app
from recount.web.serving import Serving

__all__ = ["Serving", "create_app"]
