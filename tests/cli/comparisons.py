"""A comparison of invented people's measurements, for the tests of the page, the facts and the plots."""

from datetime import UTC, datetime

from lkmltrack.model.comparison import (
    Axis,
    Comparison,
    Difference,
    Figure,
    Method,
    Noise,
    Row,
    Scatter,
    Side,
    Stale,
    Verdict,
)
from lkmltrack.model.measurement import Better, BetterSource, Measurement, Role
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, PostingKind, Series

OLD = Series(
    kind=PostingKind.PATCH,
    revision=1,
    message_id="v1@example.org",
    date=datetime(2026, 3, 4, tzinfo=UTC),
    author=Address("Xia Example", "xia@example.org"),
    title="exec: link in batches",
    expected=2,
)
NEW = Series(
    kind=PostingKind.PATCH,
    revision=2,
    message_id="v2@example.org",
    date=datetime(2026, 4, 4, tzinfo=UTC),
    author=Address("Xia Example", "xia@example.org"),
    title="exec: link in batches",
    expected=2,
)
BASE = Side("v1@example.org", "v1", "vanilla", Role.BASE, "Zen 5, 256 cores", "Xia Example")
FIRST = Side("v1@example.org", "v1", "patched", Role.CANDIDATE, "Zen 5, 256 cores", "Xia Example")
SECOND = Side("v2@example.org", "v2", "patched", Role.CANDIDATE, "Zen 5, 256 cores", "Xia Example")
OTHER = Side("bo@example.org", "v2", "patched", Role.CANDIDATE, "Altra, 80 cores", "Bo Example")


def figure(side: Side, value: float, deviation: float | None = None, runs: int = 5) -> Figure:
    return Figure(
        side,
        value,
        Measurement("throughput", value, "1/s", workload="execl", shown=str(value)),
        block=f"block-{side.source[:2]}",
        scatter=Scatter(deviation, runs=runs) if deviation is not None else Scatter(),
    )


OLD_FIGURES = (figure(BASE, 1000.0, 15.0), figure(FIRST, 1800.0, 30.0))
NEW_FIGURES = (figure(SECOND, 1500.0, 20.0), figure(OTHER, 700.0))
GAIN = Difference(
    Axis.VARIANT,
    *OLD_FIGURES,
    change=800.0,
    percent=80.0,
    low=76.0,
    high=84.0,
    p=0.0012,
    method=Method.WELCH,
    noise=Noise.BEYOND,
    verdict=Verdict.BETTER,
    stated=90.0,
    fits=False,
    reasons=("the runs are few",),
)
LOSS = Difference(
    Axis.REVISION,
    OLD_FIGURES[1],
    NEW_FIGURES[0],
    change=-300.0,
    percent=-16.7,
    noise=Noise.UNKNOWN,
    verdict=Verdict.WORSE,
)
ROW = Row(
    "throughput",
    "execl",
    (("c", "220"),),
    "",
    "1/s",
    Better.HIGHER,
    BetterSource.UNIT,
    (*OLD_FIGURES, *NEW_FIGURES),
    (GAIN, LOSS),
    ("execl and Execl are one test",),
)
ALONE = Row(
    "latency", "schbench", (), "p99", "s", Better.LOWER, BetterSource.UNIT, (figure(FIRST, 0.0125),)
)
STALE = Stale(
    "v1@example.org",
    "block-v1",
    OLD,
    NEW,
    changed=(Patch("p1@example.org", 1, "exec: link one batch", OLD.author),),
    added=(Patch("p2@example.org", 2, "mm: let go of the lock", OLD.author),),
    has_other_base=True,
    is_measured_again=True,
    shown_again=("late@example.org",),
    reason="the patch-ids differ",
)
COMPARISON = Comparison(
    (BASE, FIRST, SECOND, OTHER),
    (ROW,),
    (ALONE,),
    ("no two postings were measured on the same machine",),
)
