"""The model files that this package ships."""

from importlib.resources import files

from recount.errors import BadModel

__all__ = ["packaged"]


def packaged(name: str) -> bytes:
    """Read a packaged model file.

    Raises:
        BadModel: this installation lacks the file.
    """
    path = files("recount.encoder").joinpath("data", name)
    if not path.is_file():
        raise BadModel(f"The model file {name} is not in this installation. Install Recount again.")
    return path.read_bytes()
