"""Bytes to messages and back: parsing, subjects, trailers, quoting, threads."""
