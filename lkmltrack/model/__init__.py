"""Plain facts: frozen dataclasses and enums, nothing but properties."""
