"""The numbers of messages: the day above, a place within the day below.

The full-text index gives its rows in the order of their numbers. With the
day in them, "the newest first" and "between two dates" cost it nothing.
"""

import sqlite3
from datetime import datetime

from lkmltrack.adapters.database.schema import Tables
from lkmltrack.adapters.database.values import microseconds

DAY_BITS = 16
"""A day has room for 65,536 messages; those beyond go into the next free place after it."""

_SECONDS_A_DAY = 86_400
_MICROSECONDS_A_DAY = _SECONDS_A_DAY * 1_000_000
_PLACES = 1 << DAY_BITS


def day_of(moment: datetime) -> int:
    """Return the day of a moment, in UTC; 0 for all that is before 1970."""
    return max(0, microseconds(moment) // _MICROSECONDS_A_DAY)


def first_number(day: int) -> int:
    """Return the lowest number that a message of a day can have."""
    return day << DAY_BITS


class Numbers:
    """Hands out the numbers of new messages, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, tables: Tables) -> None:
        self._connection = connection
        self._tables = tables
        self._free: dict[int, int] = {}

    def next(self, date: int | None, added: int) -> int:
        """Return the number of a message of a date; without one, of when it was added.

        ``date`` is in seconds, ``added`` in microseconds.
        """
        day = added // _MICROSECONDS_A_DAY if date is None else max(0, date // _SECONDS_A_DAY)
        number = self._free.get(day)
        while number is None or number >= first_number(day + 1):
            if number is not None:
                day += 1
            number = self._free.get(day) or self._first_free(day)
        self._free[day] = number + 1
        return number

    def _first_free(self, day: int) -> int:
        (last,) = self._connection.execute(
            f"SELECT max(number) FROM {self._tables.messages} WHERE number >= ? AND number < ?",
            (first_number(day), first_number(day + 1)),
        ).fetchone()
        return first_number(day) if last is None else int(last) + 1
