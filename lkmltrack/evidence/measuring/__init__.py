"""Blocks of evidence to measurements in standard terms: values, units, sides, scatter."""

from lkmltrack.evidence.measuring.measured import measured

__all__ = ["measured"]
