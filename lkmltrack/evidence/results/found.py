"""What a result file was found to hold, on its way to a document."""

from dataclasses import dataclass

from lkmltrack.model.evidence import Block, Command, Document, EnvironmentFact, EnvironmentKind


@dataclass(frozen=True, slots=True)
class Found:
    """The blocks of a file, and what it says of the run; ``remarks`` tell why there are none."""

    tool: str
    blocks: tuple[Block, ...]
    commands: tuple[Command, ...] = ()
    environment: tuple[EnvironmentFact, ...] = ()
    remarks: tuple[str, ...] = ()

    def document(self, name: str) -> Document:
        """Return it as the document of a file of that name."""
        return Document(
            name,
            tools=(self.tool,) if self.tool else (),
            blocks=self.blocks,
            commands=self.commands,
            environment=self.environment,
        )


def facts(*pairs: tuple[EnvironmentKind, str]) -> tuple[EnvironmentFact, ...]:
    """Return facts of the environment, leaving out those of which nothing is said."""
    return tuple(EnvironmentFact(kind, text, 0, text) for kind, text in pairs if text)


def command(text: str, parallelism: int | None = None) -> tuple[Command, ...]:
    """Return the command of a run, none when it is not told."""
    words = text.split()
    if not words:
        return ()
    program = words[0].rpartition("/")[2]
    return (Command(text, 0, program=program, parallelism=parallelism),)
