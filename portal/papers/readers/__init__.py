"""Readers: one for each format. Each takes a path and a `Letters`, answers a `Paper` or raises `Unreadable`.

They run in the child process only. Nothing of a file is executed, fetched or shown as it stands.
"""
