"""What domain people edit: word lists, types, actors."""

from recount.codebook.actors import Actor, ActorList, ActorMention
from recount.codebook.countries import Countries, Country, CountryMention, Metonym
from recount.codebook.crosswalk import Crosswalk, Facts
from recount.codebook.event_types import EventType, EventTypes, SubEventType
from recount.codebook.loader import Codebook, load
from recount.codebook.roles import OfficeWords, PeopleWords, Roles, SiteWords
from recount.codebook.state_forces import StateForce, StateForceMention, StateForces
from recount.codebook.vague_numbers import FigureRules, VagueNumbers

__all__ = [
    "Actor",
    "ActorList",
    "ActorMention",
    "Codebook",
    "Countries",
    "Country",
    "CountryMention",
    "Crosswalk",
    "EventType",
    "EventTypes",
    "Facts",
    "FigureRules",
    "Metonym",
    "OfficeWords",
    "PeopleWords",
    "Roles",
    "SiteWords",
    "StateForce",
    "StateForceMention",
    "StateForces",
    "SubEventType",
    "VagueNumbers",
    "load",
]
