"""The parameters of each endpoint: those of the HSDS 3.0 API, and `language`.

They are strict in JSON, and a URL has one way to write each value. The danger is a filter that is misunderstood:
`full=nope` must not mean true. An empty text means no filter. Source: the standard's openapi.json.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator

from directory.api.timestamps import parse_timestamp

_INTEGER = re.compile(r"-?[0-9]{1,100}")
_BOOLEANS = {"true": True, "false": False}


def _to_integer(value: object) -> object:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    # In JSON 2.0 is an integer too.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _to_boolean(value: object) -> object:
    return _BOOLEANS.get(value, value) if isinstance(value, str) else value


Integer = Annotated[int, Strict(), BeforeValidator(_to_integer)]
Boolean = Annotated[bool, Strict(), BeforeValidator(_to_boolean)]


class StrictParams(BaseModel):
    """Known names only: a misspelt filter must not return everything."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class JsonBody(StrictParams):
    """The same in JSON, where a number is not a string."""

    @model_validator(mode="before")
    @classmethod
    def _types_as_in_json(cls, given: Any) -> Any:
        if isinstance(given, dict):
            for name, field in cls.model_fields.items():
                if field.annotation in {int, bool} and isinstance(given.get(name), str):
                    # A string is never a number or a boolean: None makes the field's own check refuse it by name.
                    given = {**given, name: None}
        return given


PARAM_RULES: Final = {
    "search": "a text of at most 1,000 characters",
    "page": "a whole number from 1 to 1,000,000,000",
    "per_page": "a whole number from 1 to 100, for services to 1,000",
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
"""What each value must be: the end of a sentence."""


MAX_PAGE: Final = 1_000_000_000
"""It is sent back: JSON readers round whole numbers that are much larger."""
MAX_PAGE_SIZE: Final = 100
MAX_MINIMAL_PAGE_SIZE: Final = 1000

_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"


def _check_timestamp(text: str) -> str:
    parse_timestamp(text)
    return text


def _timestamp_schema(schema: dict[str, Any]) -> None:
    """Describe in the OpenAPI document what the check accepts."""
    schema.pop("default", None)
    schema.pop("type", None)
    schema["anyOf"] = [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]


def _described(name: str, text: str, **more: Any) -> Any:
    return Field(description=f"{text} Must be {PARAM_RULES[name]}.", **more)


Id = Annotated[str, Field(max_length=100)]


class ObjectParams(StrictParams):
    """Parameters of one object."""

    language: str = _described("language", "Serve translations into this language.", default=None, pattern=_TAG)


class OrganizationParams(ObjectParams):
    """Parameters of one organization."""

    full_service: Boolean = _described("full_service", "Nest each service whole.", default=False)


class ListParams(ObjectParams):
    """Parameters of every list."""

    search: str = _described("search", "Only what contains these words.", default="", max_length=1000)
    page: Integer = _described("page", "Which page.", default=1, ge=1, le=MAX_PAGE)
    per_page: Integer = _described("per_page", "How many on a page.", default=None, ge=1, le=MAX_PAGE_SIZE)
    format: Literal["json", "ndjson"] = _described(
        "format", "ndjson streams everything, without pages.", default="json"
    )

    @property
    def page_size(self) -> int:
        """The number of items on a page."""
        return self.per_page or 20


class ServiceFilterParams(ListParams):
    """Parameters of lists of services, at locations or not."""

    taxonomy_term_id: Id = _described("taxonomy_term_id", "Only services with this term.", default="")
    taxonomy_id: Id = _described("taxonomy_id", "Only services with any term of this taxonomy.", default="")
    organization_id: Id = _described("organization_id", "Only services of this organization.", default="")
    modified_after: Annotated[str, AfterValidator(_check_timestamp)] = _described(
        "modified_after", "Only services modified then or later.", default=None, json_schema_extra=_timestamp_schema
    )
    full: Boolean = _described("full", "Everything that belongs to each, nested.", default=False)

    @property
    def since(self) -> datetime | None:
        """`modified_after` as a datetime."""
        return parse_timestamp(self.modified_after) if self.modified_after else None


class ServiceListParams(ServiceFilterParams):
    """Parameters of /services."""

    per_page: Integer = _described(
        "per_page", "How many on a page; 100 at most unless minimal.", default=None, ge=1, le=MAX_MINIMAL_PAGE_SIZE
    )
    minimal: Boolean = _described(
        "minimal", "Only id, name, status and modified_date; without per_page up to 1,000 on a page.", default=False
    )

    @property
    def page_size(self) -> int:
        """The number of items on a page; only pages of minimal items are large."""
        if self.minimal:
            return self.per_page or MAX_MINIMAL_PAGE_SIZE
        return min(self.per_page or 20, MAX_PAGE_SIZE)


class ServiceAtLocationListParams(ServiceFilterParams):
    """Parameters of /service_at_locations."""

    postcode: str = _described("postcode", "Only places with this postcode.", default="", max_length=100)
    proximity: str = _described(
        "proximity",
        "Places so near to the middle of the postcode's; without a postcode none.",
        default=None,
        pattern=r"^[0-9]{1,5}$",
    )


class OrganizationListParams(ListParams):
    """Parameters of /organizations."""

    full: Boolean = _described("full", "Everything that belongs to each, nested.", default=False)
    full_service: Boolean = _described("full_service", "Nest each service whole.", default=False)


class TaxonomyTermListParams(ListParams):
    """Parameters of /taxonomy_terms."""

    taxonomy_id: Id = _described("taxonomy_id", "Only terms of this taxonomy.", default="")
    parent_id: Id = _described("parent_id", "Only terms under this one.", default="")
    top_only: Boolean = _described("top_only", "Only terms that have none above them.", default=False)


class ServicesBody(JsonBody, ServiceListParams):
    """The same in a JSON body."""


class ServiceAtLocationsBody(JsonBody, ServiceAtLocationListParams):
    """The same in a JSON body."""


class OrganizationsBody(JsonBody, OrganizationListParams):
    """The same in a JSON body."""


class TaxonomyTermsBody(JsonBody, TaxonomyTermListParams):
    """The same in a JSON body."""


class ListBody(JsonBody, ListParams):
    """The same in a JSON body."""
