"""Loaded before anything of the portal, so that coverage is told in time how to go about it."""

from slipcover import pytest_plugin as coverage

if coverage._slipcover_instance is not None:  # to step aside it looks through all modules: not for every line anew
    coverage._slipcover_instance.d_miss_threshold = 1000
