"""``--plot FILE``: charts into a file, and what did not fit is told."""

from collections.abc import Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.files import write_file
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.text.spans import one_line
from lkmltrack.reports.plot import Chart, left_out, render_plot


def write_plot(charts: Sequence[Chart], call: Call) -> None:
    """Write the charts into the file of ``--plot``; without any there is no file."""
    options = call.arguments
    drawing = render_plot(charts)
    if not drawing:
        call.remark(f"there is nothing to draw, so {one_line(options.plot)} is not written")
        return
    write_file(options.plot, drawing.encode(), overwrite=options.force)
    too_many = left_out(charts)
    without = (
        f", without {counted(too_many, 'row or chart', 'rows and charts')}" if too_many else ""
    )
    call.remark(f"wrote {one_line(options.plot)}{without}")
