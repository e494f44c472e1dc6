"""The engine on disk: Whoosh's format, schema and writer; our own reading of its postings.

`folder` holds `CURRENT` (the name of the live directory) and `index-N` directories. Whoosh's matchers and
its reader reuse are never used: the first are slow, the second returned deleted documents in its forks.
"""

from portal.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
