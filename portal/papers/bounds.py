"""What a child does for itself: it limits itself before it opens the file, and tells its answer as one JSON value."""

import errno
import json
import os
import resource
import sys
from typing import NoReturn

MAX_OUTPUT = 128_000_000
NO_ROOM = 28
"""The child's code where its answer found no room on the disk: tried again later, by whoever asked."""


def limit(memory_mb: int, seconds: int, most_output: int = MAX_OUTPUT) -> None:
    """Bind this process and those it starts: memory, CPU time, size of files, number of open files."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_output, most_output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def tell(result: object) -> NoReturn:
    """Write the answer and end at once: to take apart what was loaded would cost a tenth of the child's time.

    The code of a full disk is none of the file's fault."""
    try:
        sys.stdout.write(json.dumps(result))
        sys.stdout.flush()
    except OSError as error:
        os._exit(NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1)
    os._exit(0)
