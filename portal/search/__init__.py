"""The search room: one index over all rooms, which knows none of them.

A room says how a record becomes an `Entry` and registers a `Source`; an `Engine` finds, and returns
(kind, id) only. Whoever shows hits loads them through the room's own rules again.

| File | Holds |
| --- | --- |
| `entry.py` | what goes in and out: Entry, Query, Found, Results |
| `engine.py` | the Engine protocol, its State, IndexUnavailable |
| `registry.py`, `shown.py` | the sources: which kinds exist, how to load and to show them |
| `fields.py` | what an index knows of a record, by name |
| `analysis.py` | text to syllables, pairs and exact forms; ANALYSER_VERSION |
| `parsing.py`, `wanted.py`, `days.py` | what a person typed, understood; days as people write them |
| `gathering.py`, `building.py`, `arrays.py` | entries counted, made into arrays, read as posting lists |
| `snapshot.py` | what the search reads: one state of an index, segment by segment |
| `parts.py` | long documents count by their best part |
| `adding.py`, `ranking.py` | BM25F over head and body, pairs, coverage, typed accents |
| `finding.py`, `filtering.py` | a Query answered from a snapshot: rights, phrases, filters, order, counts |
| `spelling.py`, `telex.py`, `suggesting.py` | slips, keys of a Vietnamese keyboard, other queries |
| `answering.py` | all of that together: what an engine's `find` does |
| `similar.py` | records like one |
| `highlight.py` | the best passage of a text and the words to mark |
| `memory.py` | the engine for tests |
| `whoosh_engine/` | the engine on disk; its segments are merged by a process of its own |
| `postgres_engine/` | the engine inside PostgreSQL |

The words of the trade, as the code says them: a *syllable* is what stands between blanks in Vietnamese,
folded (`Đường` is `duong`); a *pair* is two neighbours (`duong_sat`); an *exact form* is a syllable with
the marks it was written with (`đường`); a *reader token* names a group that may read a record.
"""
