"""``maintainers``: whom a patch or a file concerns; ``get_maintainer`` finds the answer."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.get_maintainer import answer

DESCRIPTION = """\
Prints whom a patch concerns, by the MAINTAINERS file of a tree: the same lines
in the same order as scripts/get_maintainer.pl, whose options it takes, so that
it can be used in its place:

  git config sendemail.ccCmd 'lkmltrack maintainers --norolestats --nogit'
  git config b4.send-auto-to-cmd 'lkmltrack maintainers --norolestats --nol'
  git config b4.send-auto-cc-cmd 'lkmltrack maintainers --norolestats --nom --nor'

The tree is --tree, else LKMLTRACK_TREE, else that of git config lkmltrack.tree,
else the one that you stand in, else a copy that --update fetched from
git.kernel.org, or from the address that git config lkmltrack.maintainersUrl or
the command line names. What differs between the scripts of Linux, U-Boot, QEMU
and Xen is read off the tree's own script; without one it is as in the newest
Linux. Where equals come in no certain order in the script, here they come in the
order of MAINTAINERS.

Options are spelled as Perl's Getopt::Long takes them: --noNAME and --no-NAME
undo --NAME, one dash does as well as two, capitals do not count. A file
.get_maintainer.conf in the tree holds words that stand before yours.

Before there is a patch, --topic, --symbol (as often as you like) and --evidence
rank the sections that words, functions, or the functions of a profile or call
chain lead to, and name their people. A misspelled function is taken for the one
that was meant, and that is said.
"""
EXAMPLES = (
    ("maintainers 0001-mm-add-a-flag.patch", "whom a patch concerns"),
    ("maintainers -f mm/rmap.c", "whom a file concerns"),
    ("maintainers --norolestats --nol *.patch", "people only, for a whole series"),
    ("maintainers --sections -f fs/proc/", "the sections of MAINTAINERS, whole"),
    ("--tree ~/linux maintainers - < mail.eml", "a mail from standard input"),
    ("maintainers --topic 'rmap i_mmap_rwsem'", "whom to ask before there is a patch"),
    ("maintainers --symbol vma_prepare", "whom a function concerns"),
    ("maintainers --evidence perf-report.txt", "whom the functions of a profile concern"),
    ("maintainers --update", "fetch a MAINTAINERS for where there is no tree"),
)
_OPTIONS = (
    ("-f", "--file", "", "the files are paths in the tree, not patches"),
    ("--roles", "--norolestats", "", "show what people are, without or with numbers from git"),
    ("--m", "--nom", "", "maintainers"),
    ("--r", "--nor", "", "reviewers"),
    ("--l", "--nol", "", "mailing lists"),
    ("--s", "--moderated", "", "lists for subscribers only; moderated lists"),
    ("--n", "--no-n", "", "names beside addresses"),
    ("--scm", "--status", "", "also the trees, and how well it is looked after"),
    ("--subsystem", "--substatus", "", "also the sections, and what is not merely maintained"),
    ("--web", "--bug", "", "also web sites, and where bugs are reported"),
    ("--sections", "--keywords", "", "whole sections; look for K: lines in patches"),
    ("--letters", "--git-max-maintainers", "VALUE", "some letters of sections; so many by git"),
    ("--keywords-in-file", "--kf", "", "look for K: lines in files as well"),
    ("--git", "--nogit-fallback", "", "also who signed recent commits; never"),
    ("--git-since", "--git-min-percent", "VALUE", "which commits count, and how many are enough"),
    ("--git-blame", "--git-chief-penguins", "", "who last changed these lines; Linus too"),
    ("--fixes", "--nofixes", "", "also who signed the commits of Fixes: lines"),
    ("--file-emails", "--nomailmap", "", "addresses in files; without .mailmap"),
    ("--separator", "--pattern-depth", "VALUE", "all in one line; how far above a file to look"),
    ("--mpath", "--maintainer-path", "PATH", "another MAINTAINERS, or a folder of them"),
    ("--find-maintainer-files", "--multiline", "", "MAINTAINERS anywhere in the tree; a line each"),
    ("--remove-duplicates", "--noremove-duplicates", "", "nobody twice"),
)

_WITHOUT_PATCH = (
    ("--topic", "WORDS", "whom a topic concerns"),
    ("--symbol", "NAME", "whom a function concerns"),
    ("--evidence", "FILE", "whom a profile or call chain concerns; also a Message-ID, or -"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the script's options for the help; they are read by ``parse_options``."""
    parser.add_argument("files", metavar="FILE", nargs="*", help="patches, mails, or paths with -f")
    for first, second, metavar, meaning in _OPTIONS:
        if metavar:
            parser.add_argument(first, second, metavar=metavar, action="append", help=meaning)
        else:
            parser.add_argument(first, second, action="count", help=meaning)
    parser.add_argument("--update", action="store_true", help="fetch a copy; FILE may be its URL")
    group = parser.add_argument_group("without a patch")
    for name, metavar, meaning in _WITHOUT_PATCH:
        group.add_argument(name, metavar=metavar, action="append", default=[], help=meaning)


def run(call: Call) -> int:
    """Answer a call that came by way of the other commands: only files, ``--tree`` and ``--json``."""
    given = call.arguments
    if given.topic or given.symbol or given.evidence:
        from lkmltrack.cli.maintainers_topic import consult

        return consult(call)
    words = ["--tree", given.tree] if given.tree else []
    words += ["--json"] if given.json else []
    return answer([*words, *given.files])
