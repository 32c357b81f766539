"""What is understood of a text alone, outside of any conversation: for people who tune and check it."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_executor import InProcessActions
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model
from nlu.text.normalization import readable


@dataclass(frozen=True, slots=True)
class Understanding:
    """The trained pipeline, without a dialogue behind it."""

    processor: TurnProcessor

    @classmethod
    def load(cls, data_dir: Path) -> "Understanding":
        """Load the model of the present data, trained if need be. Raises `TrainingFailedError`."""
        return cls(TurnProcessor(ensure_model(data_dir), InProcessActions(())))

    def of(self, text: str) -> dict[str, Any]:
        """Return {"text", "language", "intent", "confidence", "ranking", "danger", "place"} of one text.

        `danger` is None, "danger" or "selfharm"; `place` None or {"country", "region", "name", "latitude",
        "longitude"} (ISO 3166, English, tenths of a degree); an empty text has the intent None.
        """
        nobody = DialogueStateTracker("", [])
        words = readable(text)
        parsed = asyncio.run(self.processor.understand(words, {}, nobody))
        ranking = parsed.get("intent_ranking", [])
        place = next((entity["value"] for entity in parsed["entities"] if entity["entity"] == "place"), None)
        return {
            "text": text,
            "language": parsed["language"],
            "intent": parsed["intent"]["name"] if words else None,
            "confidence": round(parsed["intent"]["confidence"], 4) if words else 0.0,
            "ranking": [{"intent": entry["name"], "confidence": round(entry["confidence"], 4)} for entry in ranking],
            "danger": parsed.get("danger"),
            "place": place,
        }
