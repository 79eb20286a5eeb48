"""Which functions a patch touches, as git says it."""

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.mail.hunks import hunk_functions

TWO_FILES = """\
Text with @@ -1 +1 @@ not_a_hunk(void) in it.

---
diff --git a/mm/first.c b/mm/first.c
index 123..456 100644
--- a/mm/first.c
+++ b/mm/first.c
@@ -10,3 +10,3 @@ static int first_one(struct page *page,
 a
-b
+c
 d
@@ -90,1 +90,1 @@ struct table {
-x
+y
diff --git a/fs/second.c b/fs/second.c
--- a/fs/second.c
+++ b/fs/second.c
@@ -1,1 +1,1 @@ SYSCALL_DEFINE3(open_it, int, a)
-x
+y
--\x20
2.40
"""


def test_each_hunk_names_its_file_and_function() -> None:
    assert hunk_functions(TWO_FILES) == (
        ("mm/first.c", "first_one"),
        ("mm/first.c", ""),
        ("fs/second.c", "SYSCALL_DEFINE3"),
    )


def test_a_text_without_a_diff_has_none() -> None:
    assert hunk_functions("@@ -1 +1 @@ alone(void)\n") == ()


@given(st.text(alphabet="@-+ ,0123456789abdif(/\n", max_size=400))
def test_any_text_is_read(text: str) -> None:
    for path, function in hunk_functions("diff --git a/x b/x\n--- a/x\n+++ b/x\n" + text):
        assert path
        assert "(" not in function
