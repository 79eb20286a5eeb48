"""Choose a front end; the only place that knows both.

``--version`` and a bare ``--help`` are answered before anything is imported.
"""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run lkmltrack and return its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if words == ["--version"]:
            from lkmltrack import __version__
            from lkmltrack.cli.streams import write_text

            return write_text(f"lkmltrack {__version__}\n")
        if words in (["--help"], ["-h"]):
            from lkmltrack.cli.commands import help_text
            from lkmltrack.cli.streams import write_text

            return write_text(help_text())
        if "maintainers" in words:
            # git send-email asks once for every patch: what cli.main imports takes ten times as long
            from lkmltrack.cli.get_maintainer import answer, words_of_call

            own_words = words_of_call(words)
            if own_words is not None:
                return answer(own_words)
        from lkmltrack.cli.main import run

        return run(words)
    except KeyboardInterrupt:
        # only what comes before or after cli.main's own care for interrupts
        return 130


if __name__ == "__main__":
    sys.exit(main())
