"""/taxonomies and /taxonomy_terms."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection, select

from directory.api import serializers
from directory.api.endpoints import A_LIST, A_QUESTION, AN_OBJECT, QUIET, Desk
from directory.api.pagination import Listing
from directory.api.query_params import ListBody, Listed, OfTaxonomyTerms, TaxonomyTermsBody, Told
from directory.api.search_filter import Few, named, storable
from directory.models import table_of

_TAXONOMY = table_of("taxonomy")
_TERM = table_of("taxonomy_term")


def taxonomy_routes(desk: Desk) -> APIRouter:
    """Return the endpoints of taxonomies."""
    router = APIRouter(tags=["taxonomies"])

    @router.get("/taxonomies", **A_LIST)
    @router.head("/taxonomies", **QUIET)
    def list_taxonomies(request: Request, asked: Annotated[Listed, Query()]) -> Response:
        """Return taxonomies."""
        return desk.many(request, asked, _taxonomies, serializers.taxonomies)

    @router.post("/taxonomies", **A_QUESTION)
    def ask_for_taxonomies(request: Request, asked: ListBody | None = None) -> Response:
        return desk.many(request, asked or ListBody(), _taxonomies, serializers.taxonomies)

    @router.get("/taxonomies/{id}", **AN_OBJECT)
    @router.head("/taxonomies/{id}", **QUIET)
    def get_taxonomy(request: Request, id: str, asked: Annotated[Told, Query()]) -> Response:  # noqa: A002
        """Return a taxonomy."""
        return desk.one(request, asked, id, serializers.taxonomies)

    return router


def taxonomy_term_routes(desk: Desk) -> APIRouter:
    """Return the endpoints of taxonomy terms."""
    router = APIRouter(tags=["taxonomy_terms"])

    @router.get("/taxonomy_terms", **A_LIST)
    @router.head("/taxonomy_terms", **QUIET)
    def list_taxonomy_terms(request: Request, asked: Annotated[OfTaxonomyTerms, Query()]) -> Response:
        """Return taxonomy terms, each with its taxonomy."""
        return desk.many(request, asked, _terms, serializers.taxonomy_terms)

    @router.post("/taxonomy_terms", **A_QUESTION)
    def ask_for_taxonomy_terms(request: Request, asked: TaxonomyTermsBody | None = None) -> Response:
        return desk.many(request, asked or TaxonomyTermsBody(), _terms, serializers.taxonomy_terms)

    @router.get("/taxonomy_terms/{id}", **AN_OBJECT)
    @router.head("/taxonomy_terms/{id}", **QUIET)
    def get_taxonomy_term(request: Request, id: str, asked: Annotated[Told, Query()]) -> Response:  # noqa: A002
        """Return a taxonomy term with its taxonomy."""
        return desk.one(request, asked, id, serializers.taxonomy_terms)

    return router


def _taxonomies(connection: Connection, asked: Listed) -> Listing | Few:
    if asked.search:
        return named(connection, _TAXONOMY, asked.search)
    return Listing("taxonomy", select(_TAXONOMY.c.id), (_TAXONOMY.c.id,))


def _terms(connection: Connection, asked: OfTaxonomyTerms) -> Listing | Few:
    if not storable(asked.taxonomy_id, asked.parent_id):
        return Few()
    rows = select(_TERM.c.id)
    if asked.taxonomy_id:
        rows = rows.where(_TERM.c.taxonomy_id == asked.taxonomy_id)
    if asked.parent_id:
        rows = rows.where(_TERM.c.parent_id == asked.parent_id)
    if asked.top_only:
        rows = rows.where(_TERM.c.parent_id.is_(None))
    if asked.search:
        return named(connection, _TERM, asked.search, rows)
    name = ("taxonomy_term", asked.taxonomy_id, asked.parent_id, asked.top_only)
    return Listing(name, rows, (_TERM.c.id,))
