"""A person's own files of results, as their tools wrote them, read into documents."""

from lkmltrack.evidence.results.reading import LARGEST, read_results

__all__ = ["LARGEST", "read_results"]
