"""A piece of evidence in a test, and what is to be found in it."""

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Sample:
    """What stands in a mail, and what is to be found in it."""

    form: str
    text: str
    tool: str = ""

    @property
    def block(self) -> str:
        return dedent(self.text).strip("\n")
