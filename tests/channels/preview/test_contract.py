"""The preview page's phones pass the tests of all channels."""

from tests.channels.test_contract import *  # noqa: F403  collected here once more, with this folder's `person`
