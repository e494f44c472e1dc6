"""Structured logs: one JSON line an event, times in UTC, never a password, code, citizen id or text."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

LONG_NUMBER = re.compile(r"\d{9,}")
OURS = {"timestamp", "request"}
"""Made here, and often with long numbers: the one on an error page must be found in the log."""


def configure(level: str) -> None:
    """Send every log line of the process through one JSON printer that hides long numbers."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info,
            hide_numbers, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level, logging.INFO)),
        cache_logger_on_first_use=False,
    )


def hide_numbers(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Citizen ids and phone numbers never reach a log, wherever they stood."""
    return {key: LONG_NUMBER.sub("…", value) if isinstance(value, str) and key not in OURS else value
            for key, value in event.items()}
