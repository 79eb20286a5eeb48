"""Find benchmark evidence in a text: what was measured, where, and what is claimed of it."""
