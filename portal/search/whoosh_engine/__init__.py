"""The engine on disk: Whoosh's format, schema and writer; our own reading of its postings.

`folder` holds `CURRENT` (the name of the live directory) and `index-N` directories. Whoosh's matchers and
its reader reuse are never used: the first are slow, the second returned deleted documents in its forks.
"""

import warnings

with warnings.catch_warnings():
    # Python 3.11 finds fault with Whoosh's source when it compiles it: not for our log, nor for our tests.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from portal.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
