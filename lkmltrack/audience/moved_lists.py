"""Moved lists: the same mailing list under the address of another host, or another name."""

_SHORTEST = 4
_EVERYBODY = frozenset(("devel", "kernel", "linux", "lists", "patches", "security"))
# lists whose name changed when they moved; of each line every address means the same list
_SAME = (
    ("alsa-devel@alsa-project.org", "linux-sound@vger.kernel.org"),
    ("cluster-devel@redhat.com", "gfs2@lists.linux.dev"),
    ("linux-audit@redhat.com", "audit@vger.kernel.org"),
    ("linux-cachefs@redhat.com", "netfs@lists.linux.dev"),
    ("linux-nvdimm@lists.01.org", "nvdimm@lists.linux.dev"),
    ("linux-openipmi@lists.sourceforge.net", "openipmi-developer@lists.sourceforge.net"),
    ("lkml@vger.kernel.org", "linux-kernel@vger.kernel.org"),
    ("v9fs-developer@lists.sourceforge.net", "v9fs@lists.linux.dev"),
    ("xfs@oss.sgi.com", "linux-xfs@vger.kernel.org"),
)
_GROUP = {address: number for number, line in enumerate(_SAME) for address in line}


def same_list(one: str, other: str) -> bool:
    """Whether two addresses, in small letters, are one list's.

    >>> same_list("dm-devel@redhat.com", "dm-devel@lists.linux.dev")
    True
    >>> same_list("linux-mm@kvack.org", "linux-kernel@vger.kernel.org")
    False
    """
    group = _GROUP.get(one)
    if group is not None and group == _GROUP.get(other):
        return True
    local, _, host = one.rpartition("@")
    other_local, _, other_host = other.rpartition("@")
    is_telling = len(local) >= _SHORTEST and local not in _EVERYBODY
    return is_telling and local == other_local and host != other_host
