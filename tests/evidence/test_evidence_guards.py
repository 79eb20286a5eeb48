"""Guards: texts full of numbers in which nothing is measured."""

from textwrap import dedent

import pytest

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.text import read_mail_lines

NOTHING = {
    "oops": """
        BUG: unable to handle page fault for address: ffffc90000f5c000
        [   12.345678] RIP: 0010:foo_bar+0x12/0x40
        RSP: 0018:ffff888012345678 EFLAGS: 00010246
        RAX: 0000000000000000 RBX: ffff888012345678 RCX: 0000000000000001
        RDX: 0000000000000001 RSI: ffffffff81234567 RDI: ffff888012345678
        Call Trace:
         foo_baz+0x1a/0x30
         do_syscall_64+0x33/0x40
    """,
    "arm registers": """
        pc : foo_bar+0x12/0x40
        lr : foo_baz+0x1a/0x30
        sp : ffff800010003c40
        x29: ffff800010003c40 x28: 0000000000000001
        x27: 0000000000000000 x26: ffff000012345678
    """,
    "memory of a killed task": """
        Mem-Info:
        active_anon:12 inactive_anon:3456 isolated_anon:0
         active_file:100 inactive_file:20 isolated_file:0
        Node 0 DMA free:15360kB min:20kB low:24kB high:28kB
        lowmem_reserve[]: 0 1945 1945 1945
    """,
    "processes": """
        USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
        root         1  0.0  0.1 168140 11500 ?        Ss   10:00   0:01 /sbin/init
        root         2  0.0  0.0      0     0 ?        S    10:00   0:00 [kthreadd]
        jane      1234 12.5  2.1 912340 81230 pts/0    Sl+  10:02   1:21 make
    """,
    "distances of nodes": """
        node distances:
        node   0   1   2   3
          0:  10  12  32  32
          1:  12  10  32  32
          2:  32  32  10  12
    """,
    "changelog": """
        v2 -> v3:
        - fold patch 2 into patch 1
        - 3/4: use 64 bits
        v1 -> v2:
        - rebase on v6.12
    """,
    "diffstat": """
         mm/slub.c  |  12 +++++++-----
         mm/slab.h  |   4 ++--
         2 files changed, 9 insertions(+), 7 deletions(-)
    """,
    "pull request": """
        The following changes since commit 0123456789ab:

          Linux 6.12 (2024-11-17 14:15:08 -0800)

        are available in the Git repository at:

          https://example.org/git tags/foo-6.13

        Jane Doe (3):
              foo: one thing
              foo: another thing
    """,
    "build robot": """
        config: x86_64-randconfig-004 (attached as .config)
        compiler: gcc-12 (Debian 12.2.0) 12.2.0
           45  static int foo_probe(struct device *dev)
           46  {
           47          unsigned long length = 0;
           48          int i, rc, mapped = 0;
         > 49          for (i = 0; i < 10; i++) {
    """,
    "device tree": """
        opp-table {
                opp-1000000 { opp-hz = /bits/ 64 <1000000>; };
                reg = <0x0 0x80000000 0x0 0x10000000>;
                interrupts = <0 45 4>, <0 46 4>;
        };
    """,
    "USB descriptors": """
        T:  Bus=01 Lev=01 Prnt=01 Port=03 Cnt=02 Dev#=  4 Spd=480 MxCh= 0
        E:  Ad=81(I) Atr=03(Int.) MxPS=  16 Ivl=125us
        E:  Ad=82(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
        E:  Ad=02(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
    """,
    "job file": """
        [global]
        iodepth=64
        size=1g
        runtime=20
        bs=4k
        numjobs=8
    """,
    "test results": """
         1/13 foo:dax / errors.sh          OK              14.60s
         2/13 foo:dax / multi.sh           OK               4.28s
         3/13 foo:dax / sub-section.sh     SKIP             0.25s   exit status 77
    """,
    "a table of bits": """
        | Bit  | Meaning            |
        |------|--------------------|
        | 0    | enabled            |
        | 1    | locked             |
        | 2-7  | reserved           |
    """,
    "disks": """
        NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINT
        nvme0n1     259:0    0 953.9G  0 disk
        nvme0n1p1   259:1    0   512M  0 part /boot
        nvme0n1p2   259:2    0 953.4G  0 part /
    """,
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_measured(name: str) -> None:
    text = "Here is what I see when I boot it.\n\n" + dedent(NOTHING[name]) + "\nWhat is that?\n"
    assert [(block.form, block.lines) for block in find_blocks(read_mail_lines(text))] == []
