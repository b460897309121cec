"""The risk instrument (domain report §2.1): versioned factors, triggers and thresholds. Scoring is a pure function.

An assessment names its version and is never rescored under another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import RiskLevel
from documents.declarations import Text


@dataclass(frozen=True)
class Factor:
    """One question; the position of the chosen option is its score."""

    code: str
    label: Text
    options: tuple[Text, ...]


@dataclass(frozen=True)
class Trigger:
    """A fact that alone makes the risk high."""

    code: str
    label: Text


@dataclass(frozen=True)
class Instrument:
    """One version of the questionnaire with its thresholds."""

    version: str
    factors: tuple[Factor, ...]
    triggers: tuple[Trigger, ...]
    high_from: int = 16
    medium_from: int = 8
    high_from_threes: int = 3


@dataclass(frozen=True)
class Score:
    """The result: total points, level, and what made it so (`triggers`, `threes`, `total`)."""

    total: int
    level: RiskLevel
    because: str


def score(instrument: Instrument, answers: Mapping[str, int], triggers: frozenset[str] | set[str]) -> Score:
    """Points and level. Raises ValueError when a factor is missing or an answer is outside its options."""
    for factor in instrument.factors:
        if factor.code not in answers or not 0 <= answers[factor.code] < len(factor.options):
            raise ValueError(factor.code)
    total = sum(answers[factor.code] for factor in instrument.factors)
    threes = sum(answers[factor.code] == 3 for factor in instrument.factors)
    if triggers:
        return Score(total, RiskLevel.HIGH, "triggers")
    if threes >= instrument.high_from_threes:
        return Score(total, RiskLevel.HIGH, "threes")
    if total >= instrument.high_from:
        return Score(total, RiskLevel.HIGH, "total")
    return Score(total, RiskLevel.MEDIUM if total >= instrument.medium_from else RiskLevel.LOW, "total")


_FACTORS = (
    Factor(
        "G1",
        _("Carer"),
        (
            _("a parent or fit carer lives in"),
            _("carer part of the time"),
            _("carer 70 or older, or ill"),
            _("no carer"),
        ),
    ),
    Factor("G2", _("Children per carer"), (_("1 or 2"), _("3"), _("4 or more"))),
    Factor("G3", _("Written care agreement"), (_("in force"), _("expired less than 3 months ago"), _("none"))),
    Factor(
        "G4",
        _("Parents' contact"),
        (_("at least weekly"), _("at least monthly"), _("less than monthly"), _("none for 3 months")),
    ),
    Factor(
        "G5",
        _("Parents' return"),
        (_("at least twice a year"), _("once a year"), _("not in 12 months"), _("not in 24 months")),
    ),
    Factor(
        "S1",
        pgettext_lazy("risk factor", "Schooling"),
        (_("regular"), _("absences"), _("long absence"), _("dropped out")),
    ),
    Factor(
        "H1",
        _("Health"),
        (
            _("good"),
            _("minor complaints"),
            _("chronic illness or disability grade 3–4"),
            _("severe illness or disability grade 1–2"),
        ),
    ),
    Factor(
        "M1",
        _("Mood and behaviour"),
        (_("steady"), _("concerns"), _("repeated problems"), _("self-harm or running away")),
    ),
    Factor(
        "E1",
        _("Dwelling and surroundings"),
        (_("safe"), _("minor hazard"), _("water, fire or traffic hazard"), _("dangerous dwelling")),
    ),
    Factor(
        "E2",
        _("Income"),
        (
            _("stable"),
            _("low income"),
            _("subsistence allowance or extreme poverty support"),
            pgettext_lazy("income", "none"),
        ),
    ),
    Factor(
        "F1",
        _("Family events"),
        (_("no event"), _("divorce or conflict"), _("illness or death of a parent"), _("violence, or carer detained")),
    ),
    Factor("P1", _("Protection knowledge"), (_("knows whom to call"), _("knows partly"), _("does not know"))),
)

_TRIGGERS = (
    Trigger("alone_under_16", _("a child under 16 lives alone")),
    Trigger("unattended_under_8", _("a child under 8 is left unattended")),
    Trigger("one_away_other_unable", _("one parent is away and the other has no capacity")),
    Trigger("forbidden_carer", _("the carer is one whom the law forbids")),
    Trigger("dropout", _("dropped out of school")),
    Trigger("suspected_harm", _("harm is suspected")),
    Trigger("parents_silent", _("parents out of contact for 6 months or more")),
)

INSTRUMENTS = {"2026-1": Instrument("2026-1", _FACTORS, _TRIGGERS)}
CURRENT = "2026-1"

# The official three grades of 监护情况评估 (form of 2016).
OFFICIAL_GRADE = {RiskLevel.LOW: "较好", RiskLevel.MEDIUM: "一般", RiskLevel.HIGH: "差"}
