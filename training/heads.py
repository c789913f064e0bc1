"""Every head of the reader: its name and its labels. The order is part of the model file."""

__all__ = ["ARGUMENTS", "ATTRIBUTES", "STATUSES", "TAGS", "TEXTS", "WIKIEVENTS_TYPES"]

EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "munitions")
STATUSES = ("coded", "tally", "statement", "background", "irrelevant")
MODALITIES = ("actual", "attempted", "foiled", "threatened", "planned", "denied", "hypothetical")
WIKIEVENTS_TYPES = (
    "Conflict.Attack", "Life.Die", "Contact.Contact", "Life.Injure", "Movement.Transportation", "Justice.ArrestJailDetain",
    "ArtifactExistence.DamageDestroyDisableDismantle", "Justice.ChargeIndict", "Justice.InvestigateCrime",
    "ArtifactExistence.ManufactureAssemble", "GenericCrime.GenericCrime", "Cognitive.IdentifyCategorize", "Justice.Sentence",
    "Justice.Convict", "Transaction.ExchangeBuySell", "Justice.TrialHearing", "Cognitive.Inspection", "Conflict.Demonstrate",
    "Contact.RequestCommand", "Contact.ThreatenCoerce", "Medical.Intervention", "Justice.ReleaseParole",
)  # fmt: skip
ACLED_TYPES = (
    "Battles", "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Protests", "Excessive force against protesters", "Protest with intervention", "Peaceful protest",
    "Riots", "Violent demonstration", "Mob violence",
    "Explosions/Remote violence", "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade",
    "Violence against civilians", "Sexual violence", "Attack", "Abduction/forced disappearance",
    "Strategic developments", "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
)  # fmt: skip

TAGS: dict[str, tuple[str, ...]] = {
    "happenings": ("anchor",),
    "spans": ("perpetrator", "target", "weapon", "place", "time", *EFFECTS, "tally", "part", "background"),
    "speech": ("source", "cue", "content"),
    "attributions": ("source", "cue", "content"),
    "muc": ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"),
    "wikievents": WIKIEVENTS_TYPES,
    "entities": (
        "Organisation", "Location", "Person", "Nationality", "Temporal", "Quantity", "DocumentReference", "Vehicle", "Weapon",
        "Money", "MilitaryPlatform",
    ),
}  # fmt: skip
"""Tag head → labels; each label is a tagging of its own (begin, inside, outside), so spans may nest and cross."""

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "happenings": ("perpetrator", "target", "weapon", "place", "time", *EFFECTS),
    "speech": ("source", "content"),
    "attributions": ("source", "content"),
    "events": (
        "Victim", "Place", "Target", "Attacker", "ExplosiveDevice", "Killer", "Instrument", "Injurer", "Demonstrator",
        "Participant", "Communicator", "Recipient", "Defendant", "Detainee", "Artifact", "PassengerArtifact", "Destination",
        "Topic", "Investigator", "Components", "Vehicle", "Jailer", "JudgeCourt", "Transporter", "AcquiredEntity", "Origin",
        "IdentifiedObject", "Perpetrator", "Prosecutor", "Observer", "Giver", "BodyPart",
    ),
}  # fmt: skip
"""Argument head → roles; given a trigger, each role is a tagging of the whole text."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {"acled_type": ACLED_TYPES, "modality": MODALITIES}
"""Classes of a happening's anchor."""

TEXTS: dict[str, tuple[str, ...]] = {
    "relevance": ("conflict",),
    "muc": ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"),
    "satp": ("1", "2", "3", "4"),
    "insightcrime": ("1", "2", "3", "4", "5", "6", "7"),
}
"""Text head → labels, each of which holds or not."""
