"""The codebook's word lists, made ready for look-up once."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from recount.codebook import Codebook
from recount.codebook.roles import OfficeWords, PeopleWords, SiteWords
from recount.extraction.english import PhraseIndex, forms_of, plural_of
from recount.nouns import Modality, Stance, WeaponCategory

__all__ = ["Act", "ActForm", "CueForm", "EffectForm", "Lexicon", "WeaponForm", "lexicon_of"]


class Act(NamedTuple):
    """An entry of `acts.yaml`."""

    name: str
    family: str
    sub: str | None
    weapon: WeaponCategory | None
    settles: int
    strength: str
    effect: str | None
    remote: bool
    between: bool
    armed: bool
    modality: Modality | None
    needs_object: tuple[str, ...]


class ActForm(NamedTuple):
    """A word form of an act: `part` is noun, plural, base, s, ing, past or participle."""

    act: Act
    part: str


class CueForm(NamedTuple):
    """A word form that says that somebody says something."""

    stance: Stance
    part: str
    """`preposition`, `noun`, or the part of a verb."""


class WeaponForm(NamedTuple):
    """A word for a weapon."""

    category: WeaponCategory
    plural: bool


class EffectForm(NamedTuple):
    """A word for what was done to those counted; `part` is verb forms, noun, adjective or toll."""

    effect: str
    part: str
    passive_like: bool


class Lexicon:
    """Look-ups over the word lists that reading by rules needs."""

    def __init__(self, codebook: Codebook) -> None:
        """Read the lists of `codebook`; indexes are built when first asked for."""
        self.codebook = codebook
        self._grammar: Mapping[str, Any] = codebook.words("grammar")
        self._irregular: Mapping[str, list[str]] = self._grammar["irregular"]
        for name in (
            "determiners",
            "prepositions",
            "conjunctions",
            "pronouns",
            "auxiliaries",
            "be",
            "adverbs",
        ):
            setattr(self, name, frozenset(str(word) for word in self._grammar[name]))

    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    pronouns: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    adverbs: frozenset[str]

    def _forms(self, verb: str) -> dict[str, str]:
        return forms_of(verb, self._irregular)

    @cached_property
    def act_entries(self) -> tuple[Act, ...]:
        """The acts of the codebook in order."""
        return tuple(
            Act(
                entry["name"],
                entry["family"],
                entry.get("sub"),
                entry.get("weapon"),
                entry["settles"],
                entry["strength"],
                entry.get("effect"),
                entry.get("remote", False),
                entry.get("between", False),
                entry.get("armed", False),
                entry.get("modality"),
                tuple(entry.get("needs_object", ())),
            )
            for entry in self.codebook.words("acts")["acts"]
        )

    @cached_property
    def acts(self) -> PhraseIndex[ActForm]:
        """Every noun and verb form of every act."""
        return PhraseIndex(self._act_phrases())

    def _act_phrases(self) -> Iterator[tuple[str, ActForm]]:
        entries = self.codebook.words("acts")["acts"]
        for entry, act in zip(entries, self.act_entries, strict=True):
            for verb in entry.get("verbs", ()):
                # The past form cannot be a noun; base and -s forms are told from nouns by what stands around them.
                for form, part in self._forms(verb).items():
                    yield form, ActForm(act, part)
            for noun in entry.get("nouns", ()):
                yield noun, ActForm(act, "noun")
                yield plural_of(noun), ActForm(act, "plural")

    @cached_property
    def act_nouns(self) -> PhraseIndex[ActForm]:
        """Every noun form of every act, for words that can be both noun and verb."""
        entries = self.codebook.words("acts")["acts"]
        return PhraseIndex(
            (form, ActForm(act, part))
            for entry, act in zip(entries, self.act_entries, strict=True)
            for noun in entry.get("nouns", ())
            for form, part in ((noun, "noun"), (plural_of(noun), "plural"))
        )

    @cached_property
    def not_acts(self) -> PhraseIndex[str]:
        """Phrases that look like acts and are none."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("acts")["not_acts"])

    @cached_property
    def light_verbs(self) -> PhraseIndex[str]:
        """Verb forms that carry an act as their object, with the verb's part."""
        return self._verb_index(self.codebook.words("acts")["light_verbs"])

    @cached_property
    def suffered(self) -> PhraseIndex[str]:
        """Verb forms whose subject is the one acted upon."""
        return self._verb_index(self.codebook.words("acts")["suffered"])

    @cached_property
    def verbs(self) -> PhraseIndex[str]:
        """All verb forms known: acts, cues, effects and frequent verbs, with their part."""
        cue_verbs = [verb for verbs in self.codebook.words("cues")["verbs"].values() for verb in verbs]
        act_verbs = [verb for entry in self.codebook.words("acts")["acts"] for verb in entry.get("verbs", ())]
        effects = self.codebook.words("quantities")["effects"].values()
        effect_verbs = [verb for entry in effects for verb in entry["verbs"]]
        light = self.codebook.words("acts")["light_verbs"]
        return self._verb_index([*self._grammar["verbs"], *cue_verbs, *act_verbs, *effect_verbs, *light])

    def _verb_index(self, verbs: list[str]) -> PhraseIndex[str]:
        return PhraseIndex((form, part) for verb in verbs for form, part in self._forms(verb).items())

    @cached_property
    def cues(self) -> PhraseIndex[CueForm]:
        """Verbs and prepositions of saying, with the stance they give."""
        return PhraseIndex(self._cue_phrases())

    def _cue_phrases(self) -> Iterator[tuple[str, CueForm]]:
        words = self.codebook.words("cues")
        for phrase in words["prepositions"]:
            yield phrase, CueForm("reports", "preposition")
        for stance, verbs in words["verbs"].items():
            for verb in verbs:
                for form, part in self._forms(verb).items():
                    yield form, CueForm(stance, part)

    @cached_property
    def needs_clause(self) -> frozenset[str]:
        """Verbs of saying that carry a content only as a clause or a quote."""
        return frozenset(self.codebook.words("cues")["needs_clause"])

    @cached_property
    def responsibility(self) -> PhraseIndex[str]:
        """Phrases that claim a deed, deny it, or say that nobody claims it."""
        words = self.codebook.words("cues")["responsibility"]
        return PhraseIndex((phrase, stance) for stance, phrases in words.items() for phrase in phrases)

    @cached_property
    def anonymous(self) -> PhraseIndex[str]:
        """Words for speakers without a name."""
        return PhraseIndex((word, word) for word in self.codebook.words("cues")["anonymous"])

    @cached_property
    def attributed_to(self) -> PhraseIndex[str]:
        """Words before the name of who is held to have done it."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("cues")["attributed_to"])

    @cached_property
    def identified_as(self) -> PhraseIndex[str]:
        """Words that say who an unnamed party is."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("cues")["identified_as"])

    @cached_property
    def agencies(self) -> PhraseIndex[str]:
        """News agencies and broadcasters."""
        return PhraseIndex((word, word) for word in self.codebook.words("cues")["agencies"])

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Nouns for speakers that are no persons."""
        return frozenset(self.codebook.words("cues")["bodies"])

    @cached_property
    def statement_titles(self) -> PhraseIndex[str]:
        """Heads of texts that a party publishes itself."""
        return PhraseIndex((word, word) for word in self.codebook.words("cues")["statement_titles"])

    @cached_property
    def stand_ins(self) -> PhraseIndex[str]:
        """Words that stand for an earlier named group or speaker."""
        return PhraseIndex((word, word) for word in self.codebook.words("cues")["stand_ins"])

    @cached_property
    def weapons(self) -> PhraseIndex[WeaponForm]:
        """Words for weapons, singular and plural."""
        return PhraseIndex(
            (form, WeaponForm(category, plural))
            for category, nouns in self.codebook.words("weapons").items()
            for noun in nouns
            for form, plural in ((noun, False), (plural_of(noun), True))
        )

    @cached_property
    def effects(self) -> PhraseIndex[EffectForm]:
        """Words for what was done to those counted."""
        return PhraseIndex(self._effect_phrases())

    def _effect_phrases(self) -> Iterator[tuple[str, EffectForm]]:
        for effect, entry in self.codebook.words("quantities")["effects"].items():
            passive_like = frozenset(entry.get("passive_like", ()))
            for toll in entry.get("tolls", ()):
                yield toll, EffectForm(effect, "toll", False)
            for verb in entry["verbs"]:
                for form, part in self._forms(verb).items():
                    yield form, EffectForm(effect, part, verb in passive_like)
            for adjective in entry["adjectives"]:
                yield adjective, EffectForm(effect, "adjective", False)
            for noun in entry["nouns"]:
                yield noun, EffectForm(effect, "noun", False)
                yield plural_of(noun), EffectForm(effect, "noun", False)

    @cached_property
    def people(self) -> PhraseIndex[tuple[PeopleWords, bool]]:
        """Nouns for people with their entry and whether they are plural."""
        entries = self.codebook.roles.people
        return PhraseIndex(
            (word, (entry, plural))
            for entry in entries
            for words, plural in ((entry.words, True), (entry.singular, False))
            for word in words
        )

    @cached_property
    def sites(self) -> PhraseIndex[SiteWords]:
        """Nouns for sites."""
        return PhraseIndex((word, entry) for entry in self.codebook.roles.sites for word in entry.words)

    @cached_property
    def offices(self) -> PhraseIndex[OfficeWords]:
        """Nouns for those who speak."""
        return PhraseIndex((word, entry) for entry in self.codebook.roles.offices for word in entry.words)

    @cached_property
    def office_words(self) -> frozenset[str]:
        """Offices of a single word."""
        return frozenset(word for entry in self.codebook.roles.offices for word in entry.words if " " not in word)

    @cached_property
    def domestic(self) -> PhraseIndex[str]:
        """Forces of no named state: "the army", "police"."""
        return PhraseIndex((word, word) for word in self.codebook.words("state_forces")["domestic"])

    @cached_property
    def attack_nouns(self) -> PhraseIndex[str]:
        """Plural nouns that make a count one of attacks."""
        return PhraseIndex((noun, noun) for noun in self.codebook.words("quantities")["attack_nouns"])

    @cached_property
    def undone(self) -> PhraseIndex[str]:
        """Words for harm that was undone: "rescued", "freed"."""
        return PhraseIndex((word, word) for word in self.codebook.words("quantities")["undone"])

    @cached_property
    def zeros(self) -> PhraseIndex[str]:
        """Phrases that state that nobody was hit."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("quantities")["zero"])

    @cached_property
    def modality_before(self) -> PhraseIndex[Modality]:
        """What stands before an act and takes it out of the actual."""
        return PhraseIndex(
            (phrase, modality)
            for modality, phrases in self.codebook.words("modality")["before"].items()
            for phrase in phrases
        )

    @cached_property
    def modality_after(self) -> PhraseIndex[Modality]:
        """What stands after an act and takes it out of the actual."""
        return PhraseIndex(
            (phrase, modality)
            for modality, phrases in self.codebook.words("modality")["after"].items()
            for phrase in phrases
        )

    @cached_property
    def carried_through(self) -> PhraseIndex[str]:
        """Words after which an infinitive names what took place."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("modality")["carried_through"])

    @cached_property
    def fought_off(self) -> PhraseIndex[str]:
        """Words for stopping an attack by fighting back."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("modality")["fought_off"])

    @cached_property
    def capability(self) -> PhraseIndex[str]:
        """Being able is not doing."""
        return PhraseIndex((phrase, phrase) for phrase in self.codebook.words("modality")["capability"])

    @cached_property
    def loaded(self) -> PhraseIndex[str]:
        """Loaded words with the neutral ones."""
        return PhraseIndex(
            (word, entry["neutral"]) for entry in self.codebook.words("loaded") for word in entry["words"]
        )

    def context(self, name: str) -> PhraseIndex[str]:
        """The list `name` of `contexts.yaml`."""
        if name not in self._contexts:
            self._contexts[name] = PhraseIndex((word, word) for word in self.codebook.words("contexts")[name])
        return self._contexts[name]

    def tally_words(self, name: str) -> PhraseIndex[str]:
        """The list `name` of `tallies.yaml`."""
        if name not in self._tally_words:
            self._tally_words[name] = PhraseIndex((word, word) for word in self.codebook.words("tallies")[name])
        return self._tally_words[name]

    @cached_property
    def tally_measures(self) -> PhraseIndex[str]:
        """Nouns that say what a running total counts, with its measure."""
        measures = self.codebook.words("tallies")["measures"]
        return PhraseIndex((word, measure) for measure, words in measures.items() for word in words)

    @cached_property
    def _tally_words(self) -> dict[str, PhraseIndex[str]]:
        return {}

    @cached_property
    def _contexts(self) -> dict[str, PhraseIndex[str]]:
        return {}

    @cached_property
    def elsewhere(self) -> PhraseIndex[str]:
        """Words of fields in which conflict words mean something else, with the field."""
        fields = self.codebook.words("contexts")["elsewhere"]
        return PhraseIndex((word, field) for field, words in fields.items() for word in words)


@lru_cache(maxsize=4)
def lexicon_of(codebook: Codebook) -> Lexicon:
    """Return the look-ups of a codebook, built once."""
    return Lexicon(codebook)
