"""``completion``: a completion script for a shell."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.shell.bash import bash_script
from lkmltrack.cli.shell.fish import fish_script
from lkmltrack.cli.shell.outline import outlines
from lkmltrack.cli.shell.zsh import zsh_script

DESCRIPTION = """\
Prints a completion script. Commands, options, stages, files, and the numbers
and names of your proposals are completed.
"""
EXAMPLES = (
    ("completion bash > ~/.local/share/bash-completion/completions/lkmltrack", "bash"),
    ("completion zsh > ~/.zfunc/_lkmltrack", "zsh, where ~/.zfunc is in fpath"),
    ("completion fish > ~/.config/fish/completions/lkmltrack.fish", "fish"),
)
_SCRIPTS = {"bash": bash_script, "fish": fish_script, "zsh": zsh_script}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the shell."""
    parser.add_argument("shell", choices=tuple(_SCRIPTS), help="bash, fish or zsh")


def run(call: Call) -> int:
    """Print the script."""
    call.output.text(_SCRIPTS[call.arguments.shell](outlines()))
    return ExitCode.OK
