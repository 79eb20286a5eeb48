"""The machine's description, read from /proc and /sys: what a reader of a measurement asks for."""

from lkmltrack.adapters.environment.local_environment import LocalEnvironment as LocalEnvironment
