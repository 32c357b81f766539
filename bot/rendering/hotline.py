"""Who answers: what every reply may say of the line itself."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A hotline as its operators set it up.

    `name` is neutral, since it stands on lock screens. `organization` runs the line and is named only once it
    is safe; without one, sentences that would name it are left out.
    """

    name: str = "Waylight"
    organization: str | None = None
    sms_is_free: bool = False

    def values(self, channel: str) -> dict[str, Any]:
        """Return the placeholders of every response on this channel."""
        sms = "utter_cost_sms_free" if self.sms_is_free else "utter_cost_sms"
        return {
            "line": self.name,
            "organization": self.organization,
            "cost": sms if channel == "sms" else "utter_cost_chat",
            "hide_word": "utter_word_hide",
            "back_word": "utter_word_back",
        }
