"""Whether an address on a mail is somebody's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.audience.identity import Addressees, Identities, Mailmap
from lkmltrack.audience.names import spellings, spells
from lkmltrack.model.audience import Expected, Level
from lkmltrack.model.message import Address, Message
from tests.audience.invented_people import mail, people

MAPPED = Mailmap({"Liza@Old.example.com": "liza@example.org", "x@example.com": "l@example.org"})


def looked_for(name: str, address: str, *others: str, level: Level = Level.MAINTAINER) -> Expected:
    return Expected(name, address, level, "maintainer", (), (), others)


def tied(
    expected: Expected, *addressed: str, thread: tuple[Message, ...] = (), rare: bool = False
) -> dict[str, str]:
    addressees = Addressees()
    addressees.take(people(*addressed))
    return Identities(MAPPED, addressees, thread, lambda local: rare).ties(expected)


LIAM = looked_for("Liam R. Hollow", "liam@example.org")


@pytest.mark.parametrize(
    ("addressed", "because"),
    [
        ("LIAM@Example.org", ""),
        ("Liam Hollow <lh@example.com>", "name"),
        ('"Hollow, Liam" <lh@example.com>', "name"),
        ("Liam R. Hollow (Arm) <lh@example.com>", "name"),
        ("Liam Hollow via lists <list@example.com>", "name"),
        ("Liam.Hollow@example.com", "address"),
        ("lrhollow@example.com", "address"),
        ("hollow.liam+kernel@example.com", "address"),
    ],
)
def test_somebody_is_known_under_another_spelling(addressed: str, because: str) -> None:
    assert list(tied(LIAM, addressed).values()) == [because]


@pytest.mark.parametrize(
    "addressed",
    [
        "lh@example.com",
        "liam@example.com",
        "Liam Other <liam.other@example.com>",
        "Wei Li <liam.hollow@example.com>",
        "linux@example.org",
        "hollow@example.com",
    ],
)
def test_a_likeness_is_not_enough(addressed: str) -> None:
    assert tied(LIAM, addressed) == {}


def test_a_first_name_that_nobody_else_has_is_enough_at_another_host() -> None:
    palmyra = looked_for("Palmyra Dell", "palmyra@example.org")
    assert tied(palmyra, "palmyra@example.com") == {}
    assert tied(palmyra, "palmyra@example.com", rare=True) == {"palmyra@example.com": "address"}


def test_the_mailmap_leads_both_ways() -> None:
    new, old = looked_for("", "liza@example.org"), looked_for("", "liza@old.example.com")
    assert tied(new, "liza@OLD.example.com") == {"liza@old.example.com": "mailmap"}
    assert tied(old, "liza@example.org") == {"liza@example.org": "mailmap"}


def test_the_thread_tells_whose_a_bare_address_is() -> None:
    thread = (mail(2, "Hi.", author="Liam Hollow <lh@example.com>"),)
    assert tied(LIAM, "lh@example.com", thread=thread) == {"lh@example.com": "thread"}


def test_a_list_that_moved_is_the_same_list() -> None:
    wanted = looked_for("", "garden@lists.example.org", level=Level.LIST)
    assert tied(wanted, "garden@lists.example.com") == {"garden@lists.example.com": "moved list"}
    assert tied(wanted, "gardeners@lists.example.com") == {}


def test_another_address_in_maintainers_counts() -> None:
    wanted = looked_for("L. H.", "liam@example.org", "lh@example.com")
    assert tied(wanted, "lh@example.com") == {"lh@example.com": "MAINTAINERS"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bjørn Tøpel", "Bjorn Topel"),
        ("Jürgen Groß", "Juergen Gross"),
        ("Kuan-Wei Chiu", "Chiu, Kuan-Wei"),
        ('"Ada B. Lovelace"', "Ada Lovelace"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_names_and_addresses_are_compared(name: str, address: str, other: str) -> None:
    addressees = Addressees()
    addressees.take([Address(other, name), Address(name, other), Address("", address)])
    found = Identities(MAPPED, addressees, [mail(2, "", author=other)]).ties(
        looked_for(name, address, other)
    )
    assert set(found) <= set(addressees.names)
    spells(address, name)
