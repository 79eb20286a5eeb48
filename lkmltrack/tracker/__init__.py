"""The use cases: what a person can do, whatever the front end."""
