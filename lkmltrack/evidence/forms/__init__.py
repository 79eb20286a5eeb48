"""The forms that evidence comes in: one module per family, all of them in one registry."""
