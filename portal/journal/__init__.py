"""The log of acts, in readable sentences: by person, object, unit and day (M6).

nhật ký = journal · việc = act · đối tượng = object
Entries are written by portal/core/audit.py in the transaction of the act; nobody edits or deletes them.
"""
