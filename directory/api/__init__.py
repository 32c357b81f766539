"""The directory as a read-only web API in the shape of HSDS 3.0."""

from directory.api.app import make_api

__all__ = ["make_api"]
