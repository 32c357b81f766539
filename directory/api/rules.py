"""What each value must be, told in the OpenAPI document and to whoever sent another."""

from typing import Final

RULES: Final = {
    "search": "a text of at most 1,000 characters",
    "page": "a whole number from 1 on",
    "per_page": "a whole number from 1 to 100",
    "format": '"json" or "ndjson"',
    "language": "a language tag (BCP 47), such as es or zh-Hant",
    "modified_after": "a date or a date with time (ISO 8601), such as 2026-01-31T00:00:00Z",
    "minimal": "true or false",
    "full": "true or false",
    "full_service": "true or false",
    "top_only": "true or false",
    "proximity": "a distance in metres, 1 to 5 digits",
    "postcode": "a text of at most 100 characters",
    "taxonomy_term_id": "an id, a text of at most 100 characters",
    "taxonomy_id": "an id, a text of at most 100 characters",
    "organization_id": "an id, a text of at most 100 characters",
    "parent_id": "an id, a text of at most 100 characters",
}
"""What each value must be, as the end of a sentence."""
