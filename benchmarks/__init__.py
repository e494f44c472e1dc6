"""What is measured: relevance, bytes, milliseconds. Never a timed test."""
