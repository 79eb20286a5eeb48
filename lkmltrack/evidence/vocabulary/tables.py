"""Tables of names, written as text."""


def listed(table: str) -> frozenset[str]:
    """Return the names of a table, which blanks divide.

    >>> sorted(listed("ab dd"))
    ['ab', 'dd']
    """
    return frozenset(table.split())
