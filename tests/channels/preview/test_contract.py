"""The phones of the page keep the contract of all channels."""

from tests.channels.test_contract import *  # noqa: F403  collected here once more, with this folder's `person`
