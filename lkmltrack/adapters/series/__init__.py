"""Series as b4, liblore and git see them: trailers, patch-ids, range-diff."""

from lkmltrack.adapters.series.reader import B4Series

__all__ = ["B4Series"]
