"""What may be asked of each list: the parameters of the HSDS 3.0 API, and `language`.

An empty text is the same as none. Source: the standard's openapi.json.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field

from directory.api.timestamps import moment
from directory.api.types import RULES, Asked, Body, Number, Truth

MOST_ON_A_PAGE: Final = 100
MOST_MINIMAL: Final = 1000

_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"


def _checked_moment(text: str) -> str:
    moment(text)
    return text


def _moments(schema: dict[str, Any]) -> None:
    """Say in the OpenAPI document what the check accepts."""
    schema.pop("default", None)
    schema.pop("type", None)
    schema["anyOf"] = [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]


def _said(name: str, text: str, **more: Any) -> Any:
    return Field(description=f"{text} Must be {RULES[name]}.", **more)


Id = Annotated[str, Field(max_length=100)]


class Told(Asked):
    """What may be asked of one object."""

    language: str = _said("language", "Serve translations into this language.", default=None, pattern=_TAG)


class Whole(Told):
    """What may be asked of one organization."""

    full_service: Truth = _said("full_service", "Nest each service whole.", default=False)


class Listed(Told):
    """What may be asked of every list."""

    search: str = _said("search", "Only what contains these words.", default="", max_length=1000)
    page: Number = _said("page", "Which page.", default=1, ge=1)
    per_page: Number = _said("per_page", "How many on a page.", default=None, ge=1, le=MOST_ON_A_PAGE)
    format: Literal["json", "ndjson"] = _said("format", "ndjson streams everything, without pages.", default="json")

    @property
    def on_a_page(self) -> int:
        """How many elements a page has."""
        return self.per_page or 20


class Classified(Listed):
    """What may be asked of lists of services, at places or not."""

    taxonomy_term_id: Id = _said("taxonomy_term_id", "Only services with this term.", default="")
    taxonomy_id: Id = _said("taxonomy_id", "Only services with any term of this taxonomy.", default="")
    organization_id: Id = _said("organization_id", "Only services of this organization.", default="")
    modified_after: Annotated[str, AfterValidator(_checked_moment)] = _said(
        "modified_after", "Only services modified then or later.", default=None, json_schema_extra=_moments
    )
    full: Truth = _said("full", "Everything that belongs to each, nested.", default=False)

    @property
    def since(self) -> datetime | None:
        """`modified_after` as a moment."""
        return moment(self.modified_after) if self.modified_after else None


class OfServices(Classified):
    """What may be asked of /services."""

    minimal: Truth = _said(
        "minimal", "Only id, name, status and modified_date; without per_page up to 1,000 on a page.", default=False
    )

    @property
    def on_a_page(self) -> int:
        """How many elements a page has."""
        return self.per_page or (MOST_MINIMAL if self.minimal else 20)


class OfServiceAtLocations(Classified):
    """What may be asked of /service_at_locations."""

    postcode: str = _said("postcode", "Only places with this postcode.", default="", max_length=100)
    proximity: str = _said(
        "proximity",
        "Places so near to the middle of the postcode's; without a postcode none.",
        default=None,
        pattern=r"^[0-9]{1,5}$",
    )


class OfOrganizations(Listed):
    """What may be asked of /organizations."""

    full: Truth = _said("full", "Everything that belongs to each, nested.", default=False)
    full_service: Truth = _said("full_service", "Nest each service whole.", default=False)


class OfTaxonomyTerms(Listed):
    """What may be asked of /taxonomy_terms."""

    taxonomy_id: Id = _said("taxonomy_id", "Only terms of this taxonomy.", default="")
    parent_id: Id = _said("parent_id", "Only terms under this one.", default="")
    top_only: Truth = _said("top_only", "Only terms that have none above them.", default=False)


class ServicesBody(Body, OfServices):
    """The same in a JSON body."""


class ServiceAtLocationsBody(Body, OfServiceAtLocations):
    """The same in a JSON body."""


class OrganizationsBody(Body, OfOrganizations):
    """The same in a JSON body."""


class TaxonomyTermsBody(Body, OfTaxonomyTerms):
    """The same in a JSON body."""


class ListBody(Body, Listed):
    """The same in a JSON body."""
