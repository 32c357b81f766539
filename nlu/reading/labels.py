"""What clauses and messages are classified as. The order of the tuples is the order of the classes of the heads."""

from nlu.reading.schema import Aspect, DangerKind, Limit, Outcome
from nlu.text.danger_phrases import Danger

NEITHER = "neither"
"""Class of harmless texts."""
NONE = "none"
"""Class of texts that ask nothing about a service, or tell no outcome."""

DANGERS = (NEITHER, *Danger)
NEEDS = (
    "find_shelter", "find_legal_help", "find_medical_help", "find_counselling", "find_basic_needs", "find_work_help",
    "return_home", "immigration_help", "report_crime", "know_rights", "check_job_offer", "self_check",
    "talk_to_person", "help_someone_else", "describe_exploitation",
)  # fmt: skip
"""Intents that a message may tell beside others."""
WITHOUT_SERVICES = frozenset({"know_rights", "self_check", "check_job_offer"})
"""Those for which no service is named."""
KINDS = tuple(DangerKind)
ASPECTS = (NONE, *Aspect)
LIMITS = tuple(Limit)
OUTCOMES = (NONE, *Outcome)
SERVICE_ACTS = (NONE, *Aspect, *Outcome)
"""What a clause does with a service that was named: asks about it, tells how it went, or neither."""
PEOPLE = ("self", "other")
GENERAL = "general"
"""Question about rights that is none of those below."""
RIGHTS_QUESTIONS = (
    GENERAL, "prosecution", "overstay", "passport_kept", "lost_papers", "wages", "debt", "deportation", "stay_permit",
    "leaving", "reporting", "legal_aid", "compensation", "own_children", "minors", "men",
    "medical_care",
)  # fmt: skip
"""Questions that sentences of the pages on rights answer (`directory.RIGHTS_QUESTIONS`)."""

EXPLOITATION, NOT = "exploitation", "not "
"""Labels of clauses in `nlu/messages`: what is done to people, and the beginning of what is not wanted."""
INTENT_OF_LABEL = {EXPLOITATION: "describe_exploitation", "feeling": "say_feeling", "greet": "greet", "thank": "thank"}
"""Intents of labels that are no needs."""
