"""Published rules that turn rival statements into one figure. So far: what a vague number counts as."""

from recount.reconciliation.figures import figure_under

__all__ = ["figure_under"]
