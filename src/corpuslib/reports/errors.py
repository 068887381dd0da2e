"""The one exception of the report room."""

from __future__ import annotations

__all__ = ["ReportError"]


class ReportError(Exception):
    """A report cannot be made. The message says what was wrong, where, and what to do."""
