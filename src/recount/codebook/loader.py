"""Reads the codebook's files: YAML that domain people edit, one topic a file."""

import hashlib
import re
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, ClassVar

import yaml

from recount.codebook.actors import ActorList
from recount.codebook.countries import Countries
from recount.codebook.crosswalk import Crosswalk
from recount.codebook.event_types import EventTypes
from recount.codebook.roles import Roles
from recount.codebook.vague_numbers import VagueNumbers
from recount.errors import BadCodebook

__all__ = ["Codebook", "load", "read_yaml"]

# The C parser reads the actor lists about ten times as fast; some builds of PyYAML lack it.
_FastLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_FastLoader):  # type: ignore[misc]
    """Reads `on`, `off`, `yes`, `no` as the words they are; only `true` and `false` are truth values."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in _FastLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(content: bytes, where: str) -> Any:
    """Return what a file of the codebook holds; `where` names it.

    Raises:
        BadCodebook: it is not YAML.
    """
    try:
        return yaml.load(content.decode("utf-8"), Loader=_Loader)  # noqa: S506  both loaders are safe ones
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadCodebook(f"{where} cannot be read as YAML: {error}") from error


class Codebook:
    """Event types, actors, countries, roles and word lists, each parsed when first asked for."""

    def __init__(self, folder: Traversable) -> None:
        """Hold the YAML files of `folder`; nothing is parsed yet.

        Raises:
            BadCodebook: the folder holds no YAML file.
        """
        self._files = {
            entry.name.removesuffix(".yaml"): entry
            for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
            if entry.name.endswith(".yaml")
        }
        if not self._files:
            raise BadCodebook(f"{folder} holds no YAML file. Reinstall recount: its codebook is missing.")
        self._parsed: dict[str, Any] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names that `words` knows, in order."""
        return tuple(self._files)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files, in the order of their names."""
        digest = hashlib.sha256()
        for name, file in self._files.items():
            # Line ends differ between checkouts; the codebook they hold does not.
            content = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name}\x1f{len(content)}\x1f".encode())
            digest.update(content)
        return digest.hexdigest()

    def words(self, name: str) -> Any:
        """Return the content of `<name>.yaml`, parsed once; callers do not change it.

        Raises:
            BadCodebook: there is no such file, or it is not YAML.
        """
        if name not in self._parsed:
            if name not in self._files:
                raise BadCodebook(f"The codebook has no list {name!r}. It holds: {', '.join(self._files)}.")
            self._parsed[name] = read_yaml(self._files[name].read_bytes(), f"{name}.yaml")
        return self._parsed[name]

    @cached_property
    def actors(self) -> ActorList:
        """Armed groups and named state units active since 2010, from every `actors*.yaml`."""
        lists = {name: self.words(name) for name in self._files if name.split("_")[0] == "actors"}
        return ActorList.parse(
            lists, countries=self.countries, state_words=self.words("state_forces"), rules=self.words("actor_words")
        )

    @cached_property
    def countries(self) -> Countries:
        """Countries with their names, demonyms and the places that stand for their governments."""
        return Countries.parse(self.words("countries"))

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The rules from ACLED's types to PLOVER's and UCDP's codes."""
        return Crosswalk.parse(self.words("crosswalk"))

    @cached_property
    def event_types(self) -> EventTypes:
        """ACLED's event types, sub-types and disorder types."""
        return EventTypes.parse(self.words("event_types"))

    @cached_property
    def roles(self) -> Roles:
        """Nouns for people, sites and offices."""
        return Roles.parse(self.words("roles"))

    @cached_property
    def vague_numbers(self) -> VagueNumbers:
        """Published rules for one figure out of a vague number; for reconciliation, never for reading."""
        return VagueNumbers.parse(self.words("vague_numbers"))


@lru_cache(maxsize=1)
def load() -> Codebook:
    """Return the codebook that is packaged with recount."""
    return Codebook(files("recount.codebook") / "data")
