"""What the tests of the commands share: the sample, and what a run gives back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of

SAMPLE = files("lkmltrack").joinpath("sample", "inbox.mbox").read_bytes()
MAILS = split_mbox(SAMPLE)
FIRST = message_id_of(MAILS[0])


@dataclass(frozen=True)
class Done:
    """What a run gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]
