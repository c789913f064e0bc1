"""What domain people edit: word lists, types, actors."""

from recount.codebook.loader import Codebook, load

__all__ = ["Codebook", "load"]
