"""MAINTAINERS of a tree on disk: read, indexed, and the index kept in the cache."""
