"""Rival statements side by side, and what published rules make of them, line by line."""

from recount.reconciliation.applying import Compiled, compiled, settled
from recount.reconciliation.figures import figure_under

__all__ = ["Compiled", "compiled", "figure_under", "settled"]
