"""A small tree of invented sources, with and without git."""

from pathlib import Path

import pytest

from tests.adapters.history.repositories import Repository

FILES = {
    "mm/vma.c": """\
#include "vma.h"

static int vma_count = 1;

void vma_prepare(struct vma_prepare *vp)
{
	i_mmap_lock_write(vp->mapping);
}

static struct vm_it *
vma_link_file(struct vm_it *it,
	      int more)
{
	vma_prepare(it);
}

void free_pgtables(struct mmu_gather *tlb)
{
}
""",
    "mm/vma.h": """\
void vma_prepare(struct vma_prepare *vp);
struct vm_it {
	int it;
};
#define for_each_it(it) \\
	for (;;)
int only_declared(void);
""",
    "fs/exec.c": "SYSCALL_DEFINE3(execve,\n\tconst char __user *, name)\n{\n}\n",
    "arch/x86/entry.S": "SYM_FUNC_START(copy_it)\n\tret\nSYM_FUNC_END(copy_it)\n",
    "rust/it.rs": "impl It {\n    pub fn new_it(a: u8) -> Self {\n    }\n}\n",
    "include/trace/it.h": "TRACE_EVENT(it_happens,\n);\n",
    "tools/testing/vma.c": "void vma_prepare(struct vma_prepare *vp)\n{\n}\n",
    "Documentation/rmap.rst": "rmap rmap rmap rmap rmap rmap rmap rmap\n",
    "mm/rmap.c": "/* Rmap */\nint page_rmap(void)\n{\n\treturn i_mmap_rwsem;\n}\n",
}


def write_tree(path: Path, files: dict[str, str]) -> None:
    """Write files, making the folders they are in."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sources without git."""
    path = tmp_path / "folder"
    write_tree(path, FILES)
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The sources in a repository."""
    repository = Repository(tmp_path / "repository")
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=master")
    write_tree(repository.path, FILES)
    repository.commit("Begin")
    return repository
