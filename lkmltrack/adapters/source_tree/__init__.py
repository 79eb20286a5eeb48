"""The sources of a tree: where symbols are defined, where words stand, who reviewed what."""

from lkmltrack.adapters.source_tree.sources import GitSources as GitSources
