"""A small valid page of rights of a country without one, written to real files."""

from pathlib import Path
from typing import Any

import yaml

from directory.rights.pages import TOPICS, digest

PLACE = "NR"
"""Nauru."""


def sentence(key: str, **other: Any) -> dict[str, Any]:
    """Return a valid sentence of the English page."""
    said = {
        "id": key,
        "text": f"The law says something about {key}.",
        "confidence": "high",
        "date": "2026-05",
        "sources": ["https://law.example/"],
    }
    return {name: value for name, value in {**said, **other}.items() if value is not None}


def english_page(*changed: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Return a valid page; `changed` sentences replace those of the same id, `other` are fields."""
    by_id = {one["id"]: one for one in changed}
    topics = {topic: [by_id.get(key, sentence(key)) for key in (f"{topic}-law", f"{topic}-life")] for topic in TOPICS}
    page = {"place": PLACE, "read": "2026-11-25", "languages": ["id"], "topics": topics}
    return {name: value for name, value in {**page, **other}.items() if value is not None}


def translation_of(page: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Return a stamped translation of a page: the English with a prefix, with the same numbers."""
    texts = {one["id"]: one["text"] for topic in page["topics"].values() for one in topic}
    return {
        "review": "draft",
        "sentences": {key: f"Kata: {text}" for key, text in texts.items()},
        "made_from": {key: digest(text) for key, text in texts.items()},
        **other,
    }


def write_page(folder: Path, language: str, page: dict[str, Any] | str, place: str = PLACE) -> Path:
    """Write a page to its place in a folder of pages; return the file."""
    path = folder / place.lower() / f"{language}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = page if isinstance(page, str) else yaml.safe_dump(page, allow_unicode=True, sort_keys=False)
    path.write_text(text, "utf-8")
    return path
