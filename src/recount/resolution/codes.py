"""Codes of other codebooks follow from what a report holds, by the codebook's rules."""

from recount.codebook import Codebook, Facts
from recount.nouns import Reading, Report

__all__ = ["resolve_codes"]


def resolve_codes(reading: Reading, codebook: Codebook) -> Reading:
    """Return the reading with PLOVER's and UCDP's codes in its reports.

    Run it last: the rules look at the kinds of parties, which places and actors decide.
    """
    return reading.model_copy(update={"reports": tuple(_coded(report, codebook) for report in reading.reports)})


def _coded(report: Report, codebook: Codebook) -> Report:
    facts = Facts(
        type=(report.event_type,),
        sub_type=(report.sub_event_type,) if report.sub_event_type else (),
        modality=(report.modality,),
        weapon=[weapon.category for weapon in report.weapons],
        perpetrator=[party.kind for party in report.perpetrators],
        target=[party.kind for party in report.targets],
    )
    plover_type, plover_mode = codebook.crosswalk.plover(facts)
    update = {"plover_type": plover_type, "plover_mode": plover_mode, "ucdp_type": codebook.crosswalk.ucdp(facts)}
    return report.model_copy(update=update)
