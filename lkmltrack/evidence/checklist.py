"""The fifteen things that reviewers look for in evidence, with weights, and who asked for them.

Weights and questions are those of a reading of 652,000 mails of eleven lists;
of 1,206 patches with evidence 2 % had hardware, command, kernel, runs and
noise together, so this is advice and never a gate.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, its weight, what it is good for, and a reviewer who asked for it."""

    name: str
    weight: int
    why: str
    asked: str
    source: str


CHECKLIST = (
    Item(
        "workload",
        15,
        "without its name nobody knows whom the change helps",
        "Michal Hocko, 2026-04: which kind of workloads will benefit?",
        "adyZ-t4fiKFv_X5p@tiehlicka",
    ),
    Item(
        "command",
        10,
        "only the exact command can be run again",
        "Ming Lei, 2021-01: is there a fio command line to reproduce it?",
        "20210114035242.GB237540@T590",
    ),
    Item(
        "hardware",
        12,
        "contention and caches depend on model, sockets and cores",
        "Christoph Hellwig, 2024-12: what hardware is used for this test?",
        "20241217045527.GA16091@lst.de",
    ),
    Item(
        "machine",
        4,
        "a guest measures the host as well",
        "Pavel Begunkov, 2020-07: is it a VM? how many cores and threads?",
        "edd8e7e4-efcf-0af1-c5d6-104635b65eb3@gmail.com",
    ),
    Item(
        "kernel",
        10,
        "a gain over an old base may be gone in the next tree",
        "Shakeel Butt, 2024-05: what is the baseline kernel?",
        "k2ohfxhpt73n5vdumctrarrit2cmzctougtbnupd4onjy4kbbd@tenjl3mucikh",
    ),
    Item(
        "both-sides",
        15,
        "a difference needs the numbers before and after",
        "Jens Axboe, 2021-09: what do the profiles look like before and after?",
        "fe7f7cc7-2403-7ec6-7c1c-abb6ac6a68fa@kernel.dk",
    ),
    Item("units", 6, "a figure without a unit cannot be read", "", ""),
    Item("direction", 3, "say whether higher or lower is better; not every metric tells", "", ""),
    Item(
        "runs",
        8,
        "one run shows nothing",
        "Chris Li, 2026-02: how many runs stand behind that deviation?",
        "CACePvbXsngZmn0OrJZjvMhhHnL5FazxYX7ShEpbU9RwHSJaUuA@mail.gmail.com",
    ),
    Item(
        "noise",
        9,
        "a difference below the noise is none",
        "Nhat Pham, 2025-10: what is the variance of the results?",
        "CAKEwX=NyUR6UE0PhXCaHOdta4=gVvRj7QgZtpPaLADpfXYyvZw@mail.gmail.com",
    ),
    Item(
        "profile",
        4,
        "where the time goes explains why it gets better",
        "Barry Song, 2024-07: is there any perf data or flame graph?",
        "CAGsJ_4xdnQjQyJVMfN7ZSW3OMvJhFRErjwMGSCDZACQOVWeesw@mail.gmail.com",
    ),
    Item(
        "raw-data",
        4,
        "others can look for what you did not",
        "Shakeel Butt, 2026-02: please share the benchmark that shows it",
        "51819ca5a15d8928caac720426cd1ce82e89b429@linux.dev",
    ),
    Item(
        "cost",
        6,
        "what gets worse, or was seen not to: memory, small machines, other workloads",
        "Lorenzo Stoakes, 2026-06: show that other configurations do not regress",
        "airY5q_SspdbQDbi@lucifer",
    ),
    Item(
        "config",
        2,
        "debug options and mitigations change the picture",
        "Matthew Wilcox, 2024-12: is CONFIG_VM_DEBUG enabled in the testing?",
        "Z2OYRkpRcUFIOFog@casper.infradead.org",
    ),
    Item(
        "changelog",
        2,
        "what stands in a reply only is lost when the patch is merged",
        "Christoph Hellwig, 2025-08: can the numbers be in the next submission?",
        "aK2zbz9KU4T3oFTu@infradead.org",
    ),
)
"""In the order in which they are shown."""
