"""Build the real adapters once and hand them to the use cases."""
