"""Which of several places is the likeliest to be meant."""

from lkmltrack.adapters.source_tree.declarations import Kind

_SIDES = ("tools/", "samples/", "scripts/", "Documentation/", "usr/", "LICENSES/")
_SIGNS_OF_TESTS = frozenset(("test", "tests", "testing", "kunit", "selftest", "selftests"))
_SIGNS_OF_STUBS = ("nommu", "stub", "dummy", "fake", "mock")
_BESIDE = ("drivers/", "sound/", "arch/x86/", "arch/arm64/")

Rank = tuple[int, int, int, int, str]


def is_side(path: str) -> bool:
    """Whether a path belongs to what only accompanies the kernel.

    >>> is_side("tools/testing/vma/vma.c"), is_side("mm/vma.c"), is_side("lib/test_maple_tree.c")
    (True, False, True)
    """
    words = path.replace("/", "_").replace("-", "_").replace(".", "_").split("_")
    return path.startswith(_SIDES) or not _SIGNS_OF_TESTS.isdisjoint(words)


def rank(path: str, kind: Kind) -> Rank:
    """Return what places are sorted by: what accompanies the kernel last, code before headers."""
    name = path.rpartition("/")[2]
    nearness = 0
    if path.startswith(_BESIDE):
        nearness = 1
    elif path.startswith("arch/"):
        nearness = 2
    if any(sign in name for sign in _SIGNS_OF_STUBS):
        nearness += 1
    # a macro for all to use is in a header
    is_behind = name.endswith(".h") is not (kind is Kind.MACRO)
    return (int(is_side(path)), kind, nearness, int(is_behind), path)
