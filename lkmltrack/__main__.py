"""Choose a front end; the only place that knows both."""

import sys


def main() -> int:
    """Run lkmltrack and return its exit status."""
    if sys.argv[1:] == ["--version"]:
        from lkmltrack import __version__

        print(f"lkmltrack {__version__}")
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main())
