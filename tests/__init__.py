"""Loaded before anything of the portal: nothing is garbage until tests begin; coverage is told how to go about it."""

import gc

from slipcover import pytest_plugin as coverage

gc.disable()
if coverage._slipcover_instance is not None:  # to step aside it looks through all modules: not for every line anew
    coverage._slipcover_instance.d_miss_threshold = 1000
