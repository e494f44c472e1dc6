"""The engine inside PostgreSQL, for those who want no index files.

The database chooses: a `tsvector` of the same syllables and pairs, the asker's reader tokens in the same condition,
ordered by each term's `ts_rank` times its rarity. The best SAMPLE of those are then ranked, marked and counted by
the very code of the other engines, with the rarities and lengths of the whole library.
"""

from portal.search.postgres_engine.engine import PostgresEngine

__all__ = ["PostgresEngine"]
