"""Work that follows a change: written in the same transaction, carried out by the worker.

queue.py     enqueue, claim, finish: rows with leases, back-off and a last error anyone in charge can read
registry.py  kind of job → handler (rooms register theirs from jobs.py)
worker.py    the loop of the one worker process
following.py the index of a machine of its own, which follows the changes from where it stands
"""
