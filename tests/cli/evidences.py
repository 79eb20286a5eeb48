"""Evidence of invented people, for the tests of the pages, the facts and the plots."""

from datetime import UTC, datetime

from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Bucket,
    Chain,
    Claim,
    ClaimKind,
    ClaimStatus,
    Command,
    Completeness,
    Damage,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    Lack,
    Link,
    ProfileRow,
)
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Convention,
    Delta,
    Measurement,
    Role,
    Spread,
    SpreadKind,
)
from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Request

DAY = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
XIA = Address("Xia Example", "xia@example.org")
BO = Address("Bo Example", "bo@example.org")
FIRST, REPLY, OLD = "one@example.org", "two@example.org", "old@example.org"

PROFILE = Block(
    BlockKind.PROFILE,
    "perf-report",
    12,
    14,
    (" 91.53%  execl  [kernel]  [k] osq_lock", "  0.50%  execl  [kernel]  [k] down_write"),
    tool="perf top",
    events="cycles",
    rows=(
        ProfileRow("osq_lock", 91.53, 12, command="execl", object="[kernel]", mode="k"),
        ProfileRow("down_write", 0.5, 13, command="execl", object="[kernel]", mode="k"),
    ),
)
CHAINS = Block(
    BlockKind.CALLCHAIN,
    "callchains",
    17,
    19,
    ("24.71% a-->b-->osq_lock", "61.13% a-->c-->osq_lock", " 6.91% d-->osq_lock"),
    chains=(
        Chain(("do_exit", "exit_mmap", "osq_lock"), 24.71, 17, argument="&lock"),
        Chain(("do_exit", "mmput", "osq_lock"), 61.13, 18, argument="&lock"),
        Chain(("execve", "load_binary", "osq_lock"), 6.91, 19, argument="&lock"),
    ),
    remarks=("the chains make 92.75 %, the profile says 91.53 %",),
)


def value(
    number: float,
    role: Role,
    workload: str = "execl",
    *,
    runs: int | None = 5,
    better: Better | None = Better.HIGHER,
) -> Measurement:
    return Measurement(
        "throughput",
        number,
        "1/s",
        workload=workload,
        parameters=(("c", "220"),),
        variant="v6.19" if role is Role.BASE else "with the patch",
        role=role,
        role_because="label",
        spread=Spread(SpreadKind.VARIATION, 1.5) if runs else None,
        runs=runs,
        better=better,
        better_because=BetterSource.UNIT,
        shown=f"{number}",
        line=23,
    )


def delta(
    base: float,
    candidate: float,
    workload: str = "execl",
    stated: float | None = None,
    fits: bool | None = None,
) -> Delta:
    return Delta(
        value(base, Role.BASE, workload),
        value(candidate, Role.CANDIDATE, workload),
        100 * (candidate - base) / base if base else None,
        stated,
        Convention.RAW if stated is not None else Convention.UNKNOWN,
        fits,
    )


DELTAS = (
    delta(1000.0, 1795.5, stated=79.6, fits=True),
    delta(500.0, 450.0, "shell8", stated=10.0, fits=False),
)
TABLE = Block(
    BlockKind.TABLE,
    "unixbench",
    21,
    25,
    ("execl  1000.0  1795.5  +79.6%", "shell8  500.0  450.0  +10%"),
    tool="UnixBench",
    label="112 cores",
    measurements=tuple(one for pair in DELTAS for one in (pair.base, pair.candidate))
    + (value(77.0, Role.BASE, "fstime", runs=None, better=None),),
    deltas=DELTAS,
    damage=(Damage.WRAPPED,),
    remarks=("shell8: +10 % is told, the values make -10 %",),
)
HISTOGRAM = Block(
    BlockKind.HISTOGRAM,
    "bpftrace-histogram",
    30,
    32,
    ("[16, 32) 10 |@@|", "[32, 64) 40 |@@@@@@@@|"),
    tool="bpftrace",
    buckets=(Bucket(16.0, 32.0, 10.0), Bucket(32.0, 64.0, 40.0)),
)
LOG = Block(BlockKind.LOG, "log", 40, 41, ("something ran", "and ended"), tool="thing")
COPY = Block(
    BlockKind.PROFILE,
    "perf-report",
    3,
    4,
    PROFILE.lines,
    tool="perf top",
    depth=1,
    rows=PROFILE.rows,
    quoted=FIRST,
)

CLAIMS = (
    Claim(
        "It improves execl by up to 80% on 112 cores.",
        5,
        metric="throughput",
        workload="execl",
        high=80.0,
        unit="%",
        qualifier="up to",
        direction=1,
        is_good=True,
        scale=(("cores", 112),),
        status=ClaimStatus.SUPPORTED,
        links=(Link(TABLE.id, 8.0, ("the same benchmark", "the figure agrees")),),
        reason="79.6 % in the table",
    ),
    Claim(
        "Contention is up to 70% of the time.",
        7,
        ClaimKind.SHARE,
        low=70.0,
        high=70.0,
        unit="%",
        status=ClaimStatus.CONTRADICTED,
        links=(Link(PROFILE.id, 6.0, ("the same symbol",), ("91.53 against 70",)),),
        reason="the profile has 91.53 %",
    ),
    Claim("shell8 gains 30%.", 8, high=30.0, low=30.0, unit="%", reason="no figure for it"),
    Claim("I did not test a single socket.", 9, ClaimKind.LIMIT),
    Claim("It was slower for Bo.", 60, is_quoted=True),
)
COMPLETENESS = Completeness(
    64,
    110,
    ("workload", "command"),
    (
        Lack(
            "runs",
            8,
            "without the number of runs nobody can tell it from chance",
            '"How many runs were that?" (Cy Example, 2025-10-25)',
            "asked@example.org",
        ),
        Lack("noise", 9, "without the scatter a difference may be none"),
    ),
)
DOCUMENT = Document(
    source=FIRST,
    message_id=FIRST,
    author=XIA,
    date=DAY,
    tools=("perf top", "UnixBench"),
    blocks=(PROFILE, CHAINS, TABLE, HISTOGRAM, LOG),
    commands=(
        Command("./Run -c 220 execl", 10, program="Run", parallelism=220),
        Command("./Run -c 1 execl", 61, is_quoted=True),
    ),
    environment=(
        EnvironmentFact(EnvironmentKind.MICROARCHITECTURE, "EMR", 9, "Emerald Rapids"),
        EnvironmentFact(EnvironmentKind.TOPOLOGY, "112 cores", 9),
        EnvironmentFact(EnvironmentKind.KERNEL, "v6.19", 9),
        EnvironmentFact(EnvironmentKind.MITIGATIONS, "mitigations=off", 9),
        EnvironmentFact(EnvironmentKind.CPU, "an old Xeon", 62, is_quoted=True),
    ),
    claims=CLAIMS,
    completeness=COMPLETENESS,
)
ANSWER = Document(source=REPLY, message_id=REPLY, author=BO, date=DAY, blocks=(COPY,))
SILENT = Document(source=OLD, message_id=OLD, author=BO, date=DAY)
REQUEST = Request(REPLY, BO, DAY, "Which machine was that measured on?", "hardware")
