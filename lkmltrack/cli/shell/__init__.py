"""Completion for shells, written from the same parsers as the help."""
