"""Parse a text outside of any conversation: for people who tune and check the model."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model
from nlu.text.normalization import sanitize_input


@dataclass(frozen=True, slots=True)
class StandaloneParser:
    """The trained NLU pipeline without the dialogue."""

    processor: TurnProcessor

    @classmethod
    def load(cls, data_dir: Path) -> "StandaloneParser":
        """Load the model of the current data, training it if necessary. Raises `TrainingFailedError`."""
        return cls(TurnProcessor(ensure_model(data_dir), InProcessActionEndpoint(())))

    def parse(self, text: str, *, named: int = 0, country: str | None = None) -> dict[str, Any]:
        """Return everything that one text tells: its keys are documented in docs/understanding.md.

        `danger` is None, "danger" or "selfharm"; `place` is None or {"country", "region", "name", "latitude",
        "longitude"} (ISO 3166, English, tenths of a degree); an empty text has the intent None. `named` counts the
        services that have just been named, `country` (ISO 3166-1 alpha-2) is where the person is thought to be.
        """
        normalized = sanitize_input(text)
        metadata = {"explain": True, "named_services": named, "country": country}
        parsed = asyncio.run(self.processor.parse_text(normalized, metadata, DialogueStateTracker("", [])))
        ranking = parsed.get("intent_ranking", [])
        return {
            "text": text,
            "language": parsed["language"],
            "intent": parsed["intent"]["name"] if normalized else None,
            "confidence": round(parsed["intent"]["confidence"], 4) if normalized else 0.0,
            "ranking": [{"intent": entry["name"], "confidence": round(entry["confidence"], 4)} for entry in ranking],
            "danger": parsed.get("danger"),
            **parsed["reading"],
        }
