"""Home: what I owe today, the newest, the one search box, health, language and text size.

Reads across the rooms through their api.py and the search registry; keeps the search index in step (jobs.py).
"""
