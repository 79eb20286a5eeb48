"""Names of functions: what can be one, and which are on every stack and tell nothing."""

import re

LONGEST_SYMBOL = 120
_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]{1,119}")
# what compilers append to the name of a copy that they made
_SUFFIXES = frozenset(("isra", "part", "constprop", "cold", "llvm", "lto_priv", "localalias"))
_KEYWORDS = frozenset(
    ("if", "for", "while", "switch", "return", "sizeof", "typeof", "defined", "do", "main")
)
_USERLAND_PREFIXES = ("_dl_", "__libc_", "__GI_", "_IO_", "_ZN", "_start")

_PLUMBING = frozenset(
    (
        "asm_exc_page_fault",
        "asm_sysvec_apic_timer_interrupt",
        "call_cpuidle",
        "cpu_startup_entry",
        "cpuidle_enter",
        "cpuidle_enter_state",
        "cpuidle_idle_call",
        "common_startup_64",
        "default_idle",
        "do_el0_svc",
        "do_idle",
        "do_syscall_64",
        "do_syscall_x64",
        "dump_stack",
        "dump_stack_lvl",
        "el0_svc",
        "el0_svc_common",
        "el0t_64_sync",
        "el0t_64_sync_handler",
        "exc_page_fault",
        "invoke_syscall",
        "kthread",
        "process_one_work",
        "ret_from_fork",
        "ret_from_fork_asm",
        "secondary_startup_64",
        "secondary_startup_64_no_verify",
        "show_stack",
        "start_kernel",
        "start_secondary",
        "syscall_enter_from_user_mode",
        "syscall_exit_to_user_mode",
        "syscall_return_via_sysret",
        "system_call_exception",
        "system_call_common",
        "worker_thread",
        "x64_sys_call",
        "x64_sys_call_wrapper",
        "x86_64_start_kernel",
        "x86_64_start_reservations",
    )
)
_PLUMBING_PREFIXES = (
    "entry_SYS",
    "entry_INT",
    "entry_sys",
    "__x64_sys_",
    "__arm64_sys_",
    "__se_",
    "__do_sys_",
    "__ia32_sys_",
    "__s390x_sys_",
    "__riscv_sys_",
    "ksys_",
)
_WAYS_IN = (
    "entry_SYS",
    "entry_sys",
    "el0",
    "asm_",
    "do_syscall_64",
    "invoke_syscall",
    "system_call",
)


def symbol_of(text: str) -> str:
    """Return the function that a word names, without what compilers append; empty if it is none.

    >>> symbol_of("rwsem_wake.isra.0"), symbol_of("0xffff81"), symbol_of("libc.so.6")
    ('rwsem_wake', '', '')
    """
    name, *suffixes = text[: 2 * LONGEST_SYMBOL].split(".")
    if not all(suffix in _SUFFIXES or suffix.isdigit() for suffix in suffixes):
        return ""
    if _SYMBOL.fullmatch(name) is None or name.upper() == name:
        return ""
    if name in _KEYWORDS or name.startswith(_USERLAND_PREFIXES):
        return ""
    return name


def is_plumbing(name: str) -> bool:
    """Whether a function is on stacks of every kind: the way into the kernel, or its dispatcher."""
    return name in _PLUMBING or name.startswith(_PLUMBING_PREFIXES)


def is_way_in(name: str) -> bool:
    """Whether what stands on one side of a function belongs to userland."""
    return name.startswith(_WAYS_IN)
