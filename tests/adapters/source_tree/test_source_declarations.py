"""Lines of source, and what they define."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.adapters.source_tree.declarations import Kind, declared, has_body, is_variable
from lkmltrack.adapters.source_tree.names import plain_name, source_names
from lkmltrack.adapters.source_tree.places import is_side, rank


@pytest.mark.parametrize(
    ("line", "name", "kind"),
    [
        ("int free_it(struct it *it)", "free_it", Kind.OPEN),
        ("int free_it(struct it *it) { return 0; }", "free_it", Kind.FUNCTION),
        ("int free_it(struct it *it);", "free_it", Kind.PROTOTYPE),
        ("extern int free_it(struct it *it);", "free_it", Kind.PROTOTYPE),
        ("static struct it __init *find_it (int a,", "find_it", Kind.OPEN),
        ("free_it(struct it *it, int more)", "free_it", Kind.WORD),
        ("module_init(free_it);", "module_init", Kind.PROTOTYPE),
        ("static __printf(1, 2) void say_it(const char *text, ...)", "say_it", Kind.OPEN),
        ("__attribute__((noinline(x))) void say_it(void)", "say_it", Kind.OPEN),
        ("SYSCALL_DEFINE3(openit, const char __user *, name,", "sys_openit", Kind.FUNCTION),
        ("COMPAT_SYSCALL_DEFINE1(openit, int, it)", "compat_sys_openit", Kind.FUNCTION),
        ("SYM_FUNC_START(copy_it)", "copy_it", Kind.FUNCTION),
        ("SYM_CODE_START_LOCAL(copy_it)", "copy_it", Kind.FUNCTION),
        ("ENTRY(copy_it)", "copy_it", Kind.FUNCTION),
        ("DEFINE_IDTENTRY_RAW(exc_it)", "exc_it", Kind.FUNCTION),
        ("TRACE_EVENT(it_happens,", "trace_it_happens", Kind.FUNCTION),
        ("DEFINE_EVENT(it_class, it_ends,", "trace_it_ends", Kind.FUNCTION),
        ("static DEFINE_MUTEX(it_mutex);", "it_mutex", Kind.VARIABLE),
        ("DEFINE_PER_CPU(struct it, its);", "its", Kind.VARIABLE),
        ("#define for_each_it(it) \\", "for_each_it", Kind.MACRO),
        ("  #  define\tfor_each_it(it)", "for_each_it", Kind.MACRO),
        ("struct it {", "it", Kind.TYPE),
        ("pub fn new(it: &It) -> Self {", "new", Kind.FUNCTION),
        ("    pub(crate) unsafe fn new<'a>(it: &'a It)", "new", Kind.FUNCTION),
        ('pub unsafe extern "C" fn free_it(it: *mut It) {', "free_it", Kind.FUNCTION),
    ],
)
def test_a_line_is_read(line: str, name: str, kind: Kind) -> None:
    assert declared(line.encode()) == (name.encode(), kind)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\treturn free_it(it);",
        "return free_it(it);",
        "else if (free_it(it))",
        "typedef int (*free_it)(struct it *it);",
        "int it = free_it(1);",
        "EXPORT_SYMBOL(free_it);",
        'MODULE_LICENSE("GPL");',
        "#if defined(free_it)",
        " * free_it(it) frees it",
        "struct it;",
        "let defn = x;",
        "if (it)",
    ],
)
def test_a_line_that_defines_nothing_is_passed_over(line: str) -> None:
    assert declared(line.encode()) is None


@pytest.mark.parametrize(
    ("source", "is_word", "expected"),
    [
        ("int f(int a,\n      int b)\n{\n", False, True),
        ("int f(int a,\n      int b);\nint g(void)\n{\n", False, False),
        ("int f(void)\n\t__must_hold(&lock)\n{", False, True),
        ("f(int (*g)(int), int b)\n{", True, True),
        ("f(int b) /* why */\n{", True, True),
        ("early_it(one)\n\nstatic int g(void)\n{", True, False),
        ("int f(int a", False, False),
        ("int f(void)\n#define g(x) {", False, False),
    ],
)
def test_a_body_is_told_from_a_prototype(source: str, is_word: bool, expected: bool) -> None:
    assert has_body(source.encode(), b"f", is_word=is_word) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("static unsigned long it __read_mostly = 1;", True),
        ("struct thing it;", True),
        ("int it[4] = {", True),
        ("extern int it;", False),
        ("struct it;", False),
        ("\tint it;", False),
        ("int with_it;", False),
        ("return it;", False),
    ],
)
def test_a_variable_is_told_from_a_use(line: str, expected: bool) -> None:
    assert is_variable(line.encode(), b"it") is expected


@given(st.binary(max_size=300), st.sampled_from([b"", b"int f(", b"SYM_FUNC_START(", b"#define "]))
def test_any_line_can_be_read(text: bytes, head: bytes) -> None:
    found = declared(head + text)
    assert found is None or found[0].isascii()
    has_body(head + text, b"f", is_word=True)
    is_variable(head + text, b"f")


def test_a_line_of_parentheses_is_read_in_a_moment() -> None:
    declared(b"__printf(" * 100_000)
    has_body(b"f" + b"(" * 100_000, b"f", is_word=False)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("up_write", "up_write"),
        ("up_write.isra.0", "up_write"),
        ("up_write.constprop.0.cold", "up_write"),
        ("up_write.part.3+0x1a/0x40", "up_write"),
        ("[k] up_write", "up_write"),
        ("up_write [kernel.kallsyms]", "up_write"),
        ("up_write()", "up_write"),
        (".up_write", "up_write"),
        ("", ""),
        ("two words", ""),
        ("0xffffffff81", ""),
        ("-e", ""),
        ("a|b", ""),
        ("naïve", ""),
        ("libc.so.6", ""),
    ],
)
def test_what_compilers_and_profilers_add_is_taken_off(asked: str, name: str) -> None:
    assert plain_name(asked) == name


@given(st.text(max_size=60))
def test_a_plain_name_holds_nothing_that_git_could_misread(asked: str) -> None:
    name = plain_name(asked)
    assert not name or (name.isascii() and name.isidentifier())
    assert not name or all(one.isidentifier() for one in source_names(name))


def test_what_accompanies_the_kernel_comes_last() -> None:
    paths = ["tools/testing/it.c", "include/linux/it.h", "mm/it.c", "mm/nommu.c", "mm/tests/it.c"]
    paths += ["arch/x86/mm/it.c", "arch/alpha/mm/it.c"]

    ranked = sorted(paths, key=lambda path: rank(path, Kind.FUNCTION))

    assert ranked == [
        "mm/it.c",
        "include/linux/it.h",
        "arch/x86/mm/it.c",
        "mm/nommu.c",
        "arch/alpha/mm/it.c",
        "mm/tests/it.c",
        "tools/testing/it.c",
    ]
    assert not is_side("drivers/latest/attest.c")
