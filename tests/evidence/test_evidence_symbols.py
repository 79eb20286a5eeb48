"""What a profile names is found in the patches, misspelled or not."""

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.symbols import bare_symbol, find_misspelled, find_patch_links, meant_symbol
from lkmltrack.model.comparison import PatchLink, PatchPlace
from lkmltrack.model.evidence import Block, BlockKind, Chain, ProfileRow
from lkmltrack.model.message import Address, Message

PATCH = """\
Keep the tree of mappings in pieces.

Signed-off-by: Ada Author <ada@example.org>
---
 mm/sample.c | 8 +++++---

diff --git a/mm/sample.c b/mm/sample.c
--- a/mm/sample.c
+++ b/mm/sample.c
@@ -100,6 +100,7 @@ void sample_link_file(struct sample *one)
 	struct piece *piece = one->piece;
 
-	sample_lock_write(piece);
+	sample_lock_piece(piece, one->number);
+	/* sample_in_comment() is gone */
 	insert(one);
 	sample_unlock(piece);
 }
@@ -200,3 +202,8 @@ static int other_function(void)
 	return 0;
 }
 
+static inline struct piece *sample_free_tables(struct sample *one)
+{
+	return rwsem_sleep(&one->sample_rwsem);
+}
+
"""
FLAT = FormName.PERF_REPORT
HAND = FormName.CALLCHAINS


def message(body: str = PATCH, message_id: str = "patch@example.org") -> Message:
    return Message(message_id, "[PATCH] mm: pieces", Address("Ada", "ada@example.org"), body=body)


def profile(*symbols: str, form: str = FLAT, lines: tuple[str, ...] = ()) -> Block:
    rows = tuple(ProfileRow(symbol, 12.5, number) for number, symbol in enumerate(symbols, 1))
    return Block(BlockKind.PROFILE, form, 1, 5, lines or symbols, rows=rows)


def links(block: Block, *patches: Message) -> list[PatchLink]:
    return find_patch_links([block], patches or (message(),))


def places(block: Block) -> list[tuple[str, PatchPlace]]:
    return [(link.meant or link.symbol, link.place) for link in links(block)]


def test_a_symbol_is_linked_to_the_hunk_that_changes_it() -> None:
    (link,) = links(profile("sample_link_file"))
    assert (link.place, link.path, link.message_id) == (
        PatchPlace.HUNK,
        "mm/sample.c",
        "patch@example.org",
    )
    assert (link.share, link.score, link.meant) == (12.5, 100.0, "")
    assert link.reason == "the patch changes sample_link_file in mm/sample.c"


def test_symbols_of_added_and_removed_lines_are_linked_by_what_the_line_does() -> None:
    assert places(profile("sample_lock_write", "sample_free_tables", "other_function")) == [
        ("sample_lock_write", PatchPlace.CHANGED_LINE),
        ("sample_free_tables", PatchPlace.DEFINED),
        ("other_function", PatchPlace.HUNK),
    ]


def test_unchanged_lines_and_comments_link_nothing() -> None:
    assert links(profile("sample_unlock", "sample_in_comment", "sample_absent")) == []


def test_a_chain_is_linked_by_its_functions_and_its_lock() -> None:
    functions = ("sample_link_file", "down_write")
    chain = Chain(functions, 24.7, 1, argument="&one->sample_rwsem")
    block = Block(BlockKind.CALLCHAIN, HAND, 1, 1, ("x",), chains=(chain,))
    assert [(link.symbol, link.share) for link in links(block)] == [
        ("sample_link_file", 24.7),
        ("&one->sample_rwsem", 24.7),
    ]


def test_a_misspelled_symbol_of_a_hand_written_chain_is_told_as_such() -> None:
    chain = Chain(("sample_free_tabels", "sample_lnik_file"), 6.1, 1)
    block = Block(BlockKind.CALLCHAIN, HAND, 1, 1, ("x",), chains=(chain,))
    first, second = links(block)
    assert (first.symbol, first.meant) == ("sample_free_tabels", "sample_free_tables")
    assert second.meant == "sample_link_file"
    assert 85 <= first.score < 100
    assert first.reason.endswith("sample_free_tabels is taken for sample_free_tables (94 % alike)")


def test_what_a_tool_printed_is_not_misspelled() -> None:
    assert links(profile("sample_free_tabels", form=FLAT)) == []


def test_other_functions_with_like_names_are_no_misspellings() -> None:
    for name, other in (
        ("rwsem_down_read_slowpath", "rwsem_down_write_slowpath"),
        ("vma_link_file", "vma_unlink_file"),
        ("spin_lock", "spin_unlock"),
        ("alloc_page", "alloc_pages"),
        ("folio_add_lru", "folio_add_lru_vma"),
        ("__slab_alloc", "___slab_alloc"),
        ("kmap_local", "kmap_locals"),
        ("crc32_le", "crc64_le"),
        ("task_get", "task_set"),
    ):
        assert meant_symbol(name, [other]) is None


def test_the_nearest_of_several_is_meant() -> None:
    found = meant_symbol("sample_preapre_all", ["sample_prepared_all", "sample_prepare_all"])
    assert found is not None
    assert found[0] == "sample_prepare_all"
    assert meant_symbol("samplelink_file", ["sample_link_file"]) is not None


def test_suffixes_of_compilers_and_offsets_do_not_hide_a_symbol() -> None:
    assert places(profile("sample_link_file.constprop.0", "other_function.part.3+0x1f")) == [
        ("sample_link_file.constprop.0", PatchPlace.HUNK),
        ("other_function.part.3+0x1f", PatchPlace.HUNK),
    ]
    assert bare_symbol("0xffffffff81") == ""


def test_a_function_and_its_inner_one_are_linked_and_the_underscores_told() -> None:
    (link,) = links(profile("__sample_link_file"))
    assert (link.symbol, link.meant) == ("__sample_link_file", "sample_link_file")
    assert link.reason.endswith("differs from it by underscores in front")


def chains(*functions: str) -> Block:
    listed = tuple(Chain((one,), 5.0, number) for number, one in enumerate(functions, 1))
    return Block(BlockKind.CALLCHAIN, HAND, 1, len(functions), functions, chains=listed)


def misspelled(*blocks: Block, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = find_misspelled(blocks, [message()], known)
    return [(one.symbol, one.meant) for one in found]


def test_a_misspelled_symbol_is_told_by_what_other_evidence_spells() -> None:
    printed = profile("sample_walk_tables")
    assert misspelled(printed, chains("sample_wakl_tables")) == [
        ("sample_wakl_tables", "sample_walk_tables")
    ]


def test_a_misspelled_symbol_is_told_by_known_names_and_by_the_patches() -> None:
    assert misspelled(chains("osq_lcok", "sample_lnik_file")) == [
        ("osq_lcok", "osq_lock"),
        ("sample_lnik_file", "sample_link_file"),
    ]
    assert misspelled(chains("teh_walker"), known=("the_walker",)) == [("teh_walker", "the_walker")]


def test_what_is_typed_once_is_told_by_what_is_typed_oftener() -> None:
    others = chains("walk_the_forest"), chains("walk_the_forest", "a_b_c")
    assert misspelled(chains("walk_the_froest"), *others) == [
        ("walk_the_froest", "walk_the_forest")
    ]
    assert misspelled(chains("walk_the_froest"), chains("walk_the_forest")) == []


def test_symbols_that_are_known_are_not_misspelled() -> None:
    assert misspelled(chains("down_read", "down_write"), chains("sample_link_file")) == []
    assert misspelled(chains("osq_lcok"), known=("osq_lcok",)) == []


def test_the_entry_of_a_system_call_is_its_definition() -> None:
    body = (
        "diff --git a/kernel/sample.c b/kernel/sample.c\n--- a/kernel/sample.c\n"
        "+++ b/kernel/sample.c\n@@ -1,2 +1,3 @@\n a\n+SYSCALL_DEFINE2(sample_call, int, one)\n b\n"
    )
    (link,) = find_patch_links([profile("__x64_sys_sample_call")], [message(body)])
    assert link.place is PatchPlace.DEFINED


def test_files_that_the_evidence_names_are_linked() -> None:
    lines = ("  12.0%  sample.c:118", "  3.0% mm/sample.c:204", "  2.0%  mm/absent.c:1", "a.out.b")
    found = links(profile(form="perf-c2c", lines=lines))
    assert [(link.symbol, link.path, link.place) for link in found] == [
        ("sample.c", "mm/sample.c", PatchPlace.FILE),
        ("mm/sample.c", "mm/sample.c", PatchPlace.FILE),
    ]


def test_a_symbol_is_linked_to_every_patch_that_has_it() -> None:
    patches = [message(), message(message_id="second@example.org")]
    found = find_patch_links([profile("sample_link_file")], patches)
    assert [link.message_id for link in found] == ["patch@example.org", "second@example.org"]


def test_a_reply_without_a_diff_links_nothing() -> None:
    assert links(profile("sample_link_file"), message("sample_link_file() is slow\n")) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=6))
def test_any_names_are_compared(name: str, others: list[str]) -> None:
    found = meant_symbol(name, others)
    assert found is None or found[0] in others


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_read(symbols: list[str], body: str, line: str) -> None:
    text = f"{PATCH}{body}\n@@ -1 +1 @@ {line}\n-{line}\n+{line}\n"
    block = profile(*symbols, line, form=HAND, lines=(line,))
    for link in find_patch_links([block], [message(text), message(body)]):
        assert link.path
    find_misspelled([block], [message(text)], [body])
