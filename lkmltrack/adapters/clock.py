"""The computer's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the time of the computer."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)
