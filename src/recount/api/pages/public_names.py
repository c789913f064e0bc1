"""Which names of actors and places everybody may read: quick enough for lists of thousands, and rather too strict.

Pages of one event or article look into the article for private persons (`withheld`). A list cannot: it shows names that
a list of actors or the gazetteer holds, and plain words ("civilians"), and withholds all others.
"""

from recount.codebook import load as load_codebook

__all__ = ["is_public"]


def is_public(name: str) -> bool:
    """Tell whether a name is that of a known group or force, or no name of anybody: words without a capital."""
    actors = load_codebook().actors
    if actors.named(name) is not None or actors.state_force(name) is not None:
        return True
    if " " not in name.strip() and load_codebook().roles.person(name.strip().casefold()) is not None:
        return True
    # Scripts without capitals do not tell names from words.
    return all(not one.isalpha() or one.islower() for one in name)
