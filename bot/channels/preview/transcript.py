"""From JSON to what one phone said."""

from typing import Literal, Self

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator


class Said(BaseModel):
    """What the page posts: exactly one of words, a choice's token, or the start.

    `person` is a random number that the page makes, new with each load; `language` (BCP 47) and
    `country` (ISO 3166-1 alpha-2) are what the network would guess.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    phone: Literal["telegram", "sms"]
    person: str = Field(pattern=r"^[1-9][0-9]{0,14}$", repr=False)
    words: str | None = Field(default=None, repr=False)
    choice: str | None = Field(default=None, max_length=64, repr=False)
    start: Literal[True] | None = None
    language: str | None = None
    country: str | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if [self.words, self.choice, self.start].count(None) != 2:  # noqa: PLR2004  all but one
            fault = "give exactly one of words, choice and start"
            raise ValueError(fault)
        if self.phone == "sms" and self.choice is not None:
            fault = "a basic phone has no buttons: send the number as words"
            raise ValueError(fault)
        return self


def parse_said(raw: bytes) -> Said:
    """Return what the body says; raise HTTPException 400 where it is no JSON, 422 with what is wrong with it."""
    try:
        return Said.model_validate_json(raw)
    except ValidationError as fault:
        errors = fault.errors(include_input=False, include_url=False)
    no_json = any(error["type"] == "json_invalid" for error in errors)
    raise HTTPException(400 if no_json else 422, "; ".join(_named(error["loc"], error["msg"]) for error in errors))


def _named(place: tuple[int | str, ...], message: str) -> str:
    return ": ".join([*map(str, place), message.removeprefix("Value error, ")])
