"""Every command in one table: the only place a new one is entered besides its own file.

Nothing is imported here, so that ``lkmltrack --help`` costs what Python costs.
"""


class Command:
    """A row: the command's name, what it does in one line, its module, its group.

    A plain class, because importing dataclasses takes longer than starting Python.
    """

    __slots__ = ("group", "module", "name", "summary")

    def __init__(self, name: str, summary: str, module: str, group: str) -> None:
        self.name = name
        self.summary = summary
        self.module = module
        self.group = group


FOLLOW = "Follow proposals"
READ = "Read"
SAY = "Say something of a proposal"
MAIL = "Mail in and out"
TOOL = "lkmltrack itself"

COMMANDS: tuple[Command, ...] = (
    Command("track", "pull threads, find their other revisions, follow them", "track", FOLLOW),
    Command("update", "ask the archive what is new", "update", FOLLOW),
    Command("list", "the proposals, a line each", "list_proposals", FOLLOW),
    Command("digest", "what happened over all proposals, and who waits for whom", "digest", FOLLOW),
    Command("show", "the whole story of one proposal", "show", READ),
    Command("thread", "a thread as a tree", "thread", READ),
    Command("read", "one message, or several", "read", READ),
    Command("search", "full-text search over all mail that is kept", "search", READ),
    Command("requests", "what was asked and is not answered, over all proposals", "requests", READ),
    Command("diff", "what changed between two revisions", "diff", READ),
    Command("maintainers", "whom a patch, a file or a topic concerns", "maintainers", READ),
    Command("cc", "who ought to get a posting, who did, and who is missing", "cc", READ),
    Command(
        "evidence",
        "what was measured, what is claimed of it, and what is missing",
        "evidence",
        READ,
    ),
    Command(
        "compare", "the same measurement across revisions, variants and machines", "compare", READ
    ),
    Command("stage", "say where a proposal stands", "stage", SAY),
    Command("tag", "put tags on a proposal", "tag", SAY),
    Command("note", "write a note on a proposal", "note", SAY),
    Command("rename", "give a proposal another name", "rename", SAY),
    Command("untrack", "stop following a proposal, or take a thread out of it", "untrack", SAY),
    Command("import", "take in an mbox, a maildir or a list's git repository", "import_mail", MAIL),
    Command("export", "a proposal as an mbox, as JSON, or as a page for others", "export", MAIL),
    Command("b4", "hand a series to b4: am, shazam, review", "b4", MAIL),
    Command("template", "the texts that a posting can start from", "template", MAIL),
    Command("demo", "try everything on a sample, without network", "demo", TOOL),
    Command("doctor", "check what lkmltrack needs, and say how to mend it", "doctor", TOOL),
    Command("rebuild", "derive everything again from the raw mail", "rebuild", TOOL),
    Command("completion", "a completion script for bash, zsh or fish", "completion", TOOL),
    Command("man", "the manual page", "man", TOOL),
    Command("help", "the help of a command", "help", TOOL),
)

GLOBAL_OPTIONS: tuple[tuple[str, str], ...] = (
    ("--db PATH", "the database (LKMLTRACK_DB)"),
    ("--tree DIR", "a kernel tree or git repository (LKMLTRACK_TREE)"),
    ("--archive URL|DIR", "where threads are pulled from (LKMLTRACK_ARCHIVE)"),
    ("--json", "one JSON object instead of text"),
    ("--color WHEN", "auto, always or never (NO_COLOR)"),
    ("--no-pager", "never start a pager"),
    ("-q, --quiet", "no progress and no remarks"),
    ("-v, --verbose", "say more; a traceback when something breaks"),
    ("-h, --help", "help, also after a command"),
    ("--version", "the version"),
)

BEGINNING = """\
Begin with a link, a Message-ID or an mbox:
  lkmltrack track https://lore.kernel.org/r/MESSAGE-ID
  lkmltrack track thread.mbox
or look around in a sample first:
  lkmltrack demo --no-tui
"""


def command_of(name: str) -> Command | None:
    """Return the row of a command, if there is one."""
    return next((command for command in COMMANDS if command.name == name), None)


def help_text() -> str:
    """Return what ``lkmltrack --help`` prints."""
    lines = [
        "usage: lkmltrack [OPTIONS] COMMAND ...",
        "",
        "Carry a proposal over kernel mailing lists, from the first idea to the merge.",
    ]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines += ["", f"{group}:"]
        lines += [f"  {row.name:<12}{row.summary}" for row in COMMANDS if row.group == group]
    lines += ["", "Options, before or after the command:"]
    lines += [f"  {option:<20}{meaning}" for option, meaning in GLOBAL_OPTIONS]
    return "\n".join([*lines, "", BEGINNING])


_NAMES = [command.name for command in COMMANDS]
if len(_NAMES) != len(set(_NAMES)):
    raise ValueError("two commands of one name")
