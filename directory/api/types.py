"""Types of what may be asked: strict in JSON, and one way of writing each value in a URL.

The danger is a filter that is understood otherwise than it was meant: `full=nope` must not mean true.
"""

import re
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, model_validator

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,100}")
_TRUTHS = {"true": True, "false": False}


def _number(value: object) -> object:
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    # In JSON 2.0 is a whole number too.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _truth(value: object) -> object:
    return _TRUTHS.get(value, value) if isinstance(value, str) else value


Number = Annotated[int, Strict(), BeforeValidator(_number)]
Truth = Annotated[bool, Strict(), BeforeValidator(_truth)]


class Asked(BaseModel):
    """Named values and no others: a misspelt filter must not return everything."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Body(Asked):
    """The same in JSON, where a number is no text."""

    @model_validator(mode="before")
    @classmethod
    def _types_as_in_json(cls, given: Any) -> Any:
        if isinstance(given, dict):
            for name, field in cls.model_fields.items():
                if field.annotation in {int, bool} and isinstance(given.get(name), str):
                    # Text is what no number and no truth is: the field's own check then refuses it by name.
                    given = {**given, name: None}
        return given


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
