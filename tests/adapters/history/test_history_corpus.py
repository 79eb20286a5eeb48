"""Real patches, applied with git am on what their hunks show of the files."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.history import GitHistory
from lkmltrack.adapters.series import B4Series
from lkmltrack.adapters.series.fake_history import import_patches, make_repository
from lkmltrack.adapters.series.posted import posted_patches
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.model.commit import AppliedBy
from lkmltrack.model.series import Series
from lkmltrack.tracker.applying import find_applied
from lkmltrack.tracker.bags import Bag
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import tell_bag
from tests.adapters.history.repositories import Post, Repository
from tests.fakes import DAY_ONE, outside_world

PARTS = 8


@pytest.mark.parametrize("part", range(0, PARTS, 3))
def test_every_applied_patch_is_found_and_none_in_anothers_commit(
    corpus: Path, tmp_path: Path, part: int
) -> None:
    outside = replace(outside_world(tmp_path), series=B4Series())
    tree = Repository(tmp_path / "tree")
    tree.path.mkdir()
    tree.git("init", "--quiet", "--bare")
    proposals: dict[str, tuple[Series, ...]] = {}
    made: dict[str, str] = {}
    for place in sorted((corpus / "threads").glob("*.mbox"))[part::PARTS]:
        raws = split_mbox(place.read_bytes())
        outside.store.add(raws)
        bag = Bag()
        bag.take_pulled(raws, outside)
        proposals[place.stem] = tell_bag(bag, outside).revisions
        for series in proposals[place.stem]:
            if series.patches and series.is_complete:
                made |= applied(series, outside, tree, tmp_path / f"made-{len(made)}")
    found = find_applied(proposals, replace(outside, history=GitHistory(tree.path)))
    assert found.warnings == ()
    assert len(made) > 10
    told = {one.patch: one for patches in found.patches.values() for one in patches}
    assert {patch: told[patch].commit for patch in made if patch in told} == made
    assert {one.how for one in told.values()} == {AppliedBy.PATCH_ID}
    for key, patches in found.patches.items():
        own = {patch.message_id for series in proposals[key] for patch in series.patches}
        assert {one.patch for one in patches} <= own


def applied(series: Series, outside: Outside, tree: Repository, folder: Path) -> dict[str, str]:
    """Apply a series as a maintainer would a day later; return the commit of each patch."""
    patches = sorted(series.patches, key=lambda patch: patch.counter)
    mails = [outside.store.raw(patch.message_id) for patch in patches]
    place = Repository(folder)
    folder.mkdir()
    make_repository(folder)
    import_patches(folder, posted_patches(mails), "made")
    place.git("checkout", "--quiet", "-b", folder.name, "made-base")
    posted = series.date or DAY_ONE
    hours = (posted - DAY_ONE) / timedelta(hours=1) + 25
    commits = [place.apply(Post((mail,)), hours=hours)[0] for mail in mails]
    tree.git("fetch", "--quiet", str(folder), f"{folder.name}:{folder.name}")
    ids = (patch.message_id for patch in patches)
    return dict(zip(ids, commits, strict=True))
