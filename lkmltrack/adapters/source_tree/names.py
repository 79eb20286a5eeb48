"""Names as compilers, kernels and profilers write them, and what they are called in the sources."""

import re

LONGEST_NAME = 200
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SYSCALL = re.compile(
    r"(?:__(?:x64|x32|ia32|arm64|s390x?|riscv|powerpc|mips|loongarch|se|do)_|\A)"
    r"(compat_)?sys_(\w+)",
    re.ASCII,
)
# what is put before the name of a function, and what is left in its place
_PREFIXES = (
    ("__pfx_", ""),
    ("__cfi_", ""),
    ("__SCT__", ""),
    ("__traceiter_", "trace_"),
    ("__bpf_trace_", "trace_"),
    ("__probestub_", "trace_"),
    ("asm_", ""),
)


def plain_name(asked: str) -> str:
    """Return a symbol without what compilers and profilers add; empty when it is none.

    >>> plain_name("rwsem_down_write_slowpath.isra.0+0x1a/0x40 [kernel.kallsyms]")
    'rwsem_down_write_slowpath'
    >>> plain_name("[k] vma_link_file()"), plain_name("libc.so.6"), plain_name("0xffff")
    ('vma_link_file', '', '')
    """
    words = [word for word in asked[:LONGEST_NAME].split() if word[0] not in "[("]
    if len(words) != 1:
        return ""
    # 64-bit powerpc puts a dot before the code of a function
    name, *suffixes = words[0].partition("+")[0].removeprefix(".").removesuffix("()").split(".")
    if suffixes and suffixes[0] in ("so", "ko"):
        return ""
    return name if _NAME.fullmatch(name) else ""


def source_names(name: str) -> tuple[str, ...]:
    """Return the names that the definition of a symbol may have, the likeliest first.

    >>> source_names("__x64_sys_execve"), source_names("__do_compat_sys_ioctl")
    (('__x64_sys_execve', 'sys_execve'), ('__do_compat_sys_ioctl', 'compat_sys_ioctl'))
    >>> source_names("asm_exc_page_fault"), source_names("vma_prepare")
    (('asm_exc_page_fault', 'exc_page_fault'), ('vma_prepare',))
    """
    found = [name]
    if (call := _SYSCALL.fullmatch(name)) is not None:
        found.append(f"{call[1] or ''}sys_{call[2]}")
    for prefix, instead in _PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            found.append(instead + name[len(prefix) :])
    return tuple(dict.fromkeys(found))
