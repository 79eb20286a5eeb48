"""Address lists, ordinary, broken and hostile."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.addresses import MAX_ADDRESSES, is_address, parse_addresses

JANE = ("Jane Doe", "jane@example.org")

LISTS: dict[str, list[tuple[str, str]]] = {
    "": [],
    "jane@example.org": [("", "jane@example.org")],
    "<jane@example.org>": [("", "jane@example.org")],
    "Jane Doe <jane@example.org>": [JANE],
    '"Jane Doe" <jane@example.org>': [JANE],
    "'Jane Doe' <jane@example.org>": [JANE],
    "\"'Jane Doe'\" <jane@example.org>": [JANE],
    "Jane\n  Doe\t <jane@example.org>": [JANE],
    "jane@example.org (Jane Doe)": [JANE],
    "<jane@example.org> (Jane Doe)": [JANE],
    "Jane Doe <jane@example.org>,\n John Roe <john@example.org>": [
        JANE,
        ("John Roe", "john@example.org"),
    ],
    "jane@example.org,,john@example.org, ,": [("", "jane@example.org"), ("", "john@example.org")],
    "jane@example.org; john@example.org;": [("", "jane@example.org"), ("", "john@example.org")],
    '"Doe, Jane" <jane@example.org>': [("Doe, Jane", "jane@example.org")],
    '"Doe, Jane; \\"JD\\"" <jane@example.org>, x@example.org': [
        ('Doe, Jane; "JD"', "jane@example.org"),
        ("", "x@example.org"),
    ],
    '"Jane (The Boss), <x@example.com>" <jane@example.org>': [
        ("Jane (The Boss), <x@example.com>", "jane@example.org")
    ],
    '"jane@example.org" <jane@example.org>': [("", "jane@example.org")],
    "jane@example.org <jane@example.org>": [("", "jane@example.org")],
    "Jane Doe (work, not home) <jane@example.org>, x@example.org": [JANE, ("", "x@example.org")],
    "Doe, Jane <jane@example.org>": [("Doe", ""), ("Jane", "jane@example.org")],
    "undisclosed-recipients:;": [],
    "unlisted-recipients:; (no To-header on input)": [],
    "Friends: jane@example.org, John Roe <john@example.org>;, x@example.org": [
        ("", "jane@example.org"),
        ("John Roe", "john@example.org"),
        ("", "x@example.org"),
    ],
    "mailto:jane@example.org": [("", "jane@example.org")],
    "<mailto:jane@example.org>": [("<mailto:jane@example.org>", "")],
    "=?utf-8?q?Doe=2C_Jane?= <jane@example.org>": [("Doe, Jane", "jane@example.org")],
    "=?utf-8?q?Doe,_Jane?= <jane@example.org>": [("Doe, Jane", "jane@example.org")],
    '"=?utf-8?b?SmFuZQ==?= Doe" <jane@example.org>': [JANE],
    "=?utf-8?b?SmFuZQ==?=\n =?utf-8?b?IERvZQ==?= <jane@example.org>": [JANE],
    "=?utf-8?q?x=40example=2Ecom?= <jane@example.org>": [("x@example.com", "jane@example.org")],
    "Jane Doe <jane@example.org> # 6.1+": [JANE],
    "jane@example.org # 6.1+": [("", "jane@example.org")],
    "Jane Doe <jane@example.org> John Roe <john@example.org>": [
        JANE,
        ("John Roe", "john@example.org"),
    ],
    '"jane@example.org': [("", "jane@example.org")],
    '"Jane Doe <jane@example.org>, john@example.org': [JANE, ("", "john@example.org")],
    "ja..ne@example.org": [("", "ja..ne@example.org")],
    "Jane Doe <jane@example.org": [("Jane Doe jane@example.org", "")],
    "Jane Doe jane@example.org": [JANE],
    "<@relay.example.com:jane@example.org>": [("", "jane@example.org")],
    "Jane Doe < jane@example.org >": [JANE],
    "Jane Doe <jane @example.org>": [JANE],
    "list@long-name.example.\n org": [("", "list@long-name.example.org")],
    '"jane doe"@example.org': [("", '"jane doe"@example.org')],
    "jane@[192.0.2.1]": [("", "jane@[192.0.2.1]")],
    "Jane <jane@[IPv6:2001:db8::1]>": [("Jane", "jane@[IPv6:2001:db8::1]")],
    "MAILER-DAEMON": [("MAILER-DAEMON", "")],
    "Mail System <MAILER-DAEMON>": [("Mail System", "MAILER-DAEMON")],
    "jäne@example.org": [("", "jäne@example.org")],
    "O'Brien <obrien@example.org>": [("O'Brien", "obrien@example.org")],
    "a+b=c@example.org": [("", "a+b=c@example.org")],
    "Jane via List <list@example.org>": [("Jane via List", "list@example.org")],
}

# who reads these in haste writes to somebody else
CONFUSING = [
    "alice@example.org)bob@evil.example",
    "alice@example.org(bob@evil.example",
    "alice@example.org>bob@evil.example",
    "alice@example.org bob@evil.example",
    "<alice@example.org>bob@evil.example",
    "alice@example.org\\bob@evil.example",
    "alice@example.org@evil.example",
    "<alice@example.org@evil.example>",
    "alice@example.org[bob@evil.example",
    "alice@example.org\x00@evil.example",
    "<alice@example.org\u202e@evil.example>",
    "alice@evil.example.",
    "alice@evil..example",
    "<alice@example.org)>",
]


@pytest.mark.parametrize("text", LISTS)
def test_reads_lists_as_people_mean_them(text: str) -> None:
    assert [(one.name, one.address) for one in parse_addresses(text)] == LISTS[text]


@pytest.mark.parametrize("text", CONFUSING)
def test_an_ambiguous_entry_has_no_address_and_shows_its_text(text: str) -> None:
    found = parse_addresses(text)
    assert [one.address for one in found] == [""]
    assert "alice@e" in found[0].name


def test_a_name_that_looks_like_an_address_does_not_become_one() -> None:
    (found,) = parse_addresses('"alice@example.org" <bob@evil.example>')
    assert (found.name, found.address) == ("alice@example.org", "bob@evil.example")
    (found,) = parse_addresses("=?utf-8?q?Alice_=3Calice=40example=2Eorg=3E?= <bob@evil.example>")
    assert found.address == "bob@evil.example"


@pytest.mark.parametrize(
    "text",
    [
        "jane@example.org",
        "a.b-c_d+e@sub.example.org",
        '"j d"@example.org',
        "jane@[192.0.2.1]",
    ],
)
def test_an_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jane",
        "@example.org",
        "jane@",
        "jane@.org",
        "jane@example.org\n",
        "a b@example.org",
        "a,b@c",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "(," * 50_000,
        "(a)" * 50_000 + "(",
        '"' * 50_001,
        '"\\' * 50_000,
        "<" * 50_000,
        "<a," * 50_000,
        ":" * 50_000,
        "a@b" * 50_000,
        "a@" * 50_000,
        "=?utf-8?q?" * 20_000,
        "=?utf-8?b?QQ==?=" * 20_000,
        "\\" * 50_001,
        "a " * 100_000,
        "@a. " * 40_000,
        ", ".join(f"Jane Doe {n} <jane{n}@example.org>" for n in range(100_000)),
        ", ".join(f'"Doe, {n}" <jane{n}@example.org>' for n in range(100_000)),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_lists_take_no_time(text: str) -> None:
    start = time.process_time()
    assert len(parse_addresses(text)) <= MAX_ADDRESSES
    assert time.process_time() - start < 2


NAMES = st.text(
    alphabet=st.characters(codec="utf-8", categories=("L", "N", "Zs", "P", "S")), max_size=20
)
SPECS = st.from_regex(r"[a-z0-9._+-]{1,10}[a-z0-9]@[a-z0-9]{1,8}\.(org|com)", fullmatch=True)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, SPECS), max_size=8))
def test_quoted_names_never_split_a_list(people: list[tuple[str, str]]) -> None:
    text = ", ".join(
        '"{}" <{}>'.format(name.replace("\\", "\\\\").replace('"', '\\"'), spec)
        for name, spec in people
    )
    assert [one.address for one in parse_addresses(text)] == [spec for _, spec in people]


@settings(deadline=None)
@given(st.text(alphabet='ab@.,;:<>()"\\[]=?qQ \t\n\x00é', max_size=200))
def test_whatever_comes_out_is_an_address_or_nothing(text: str) -> None:
    for one in parse_addresses(text):
        assert one.address == "" or is_address(one.address) or "@" not in one.address
        assert "\n" not in one.name


@settings(deadline=None)
@given(st.text(max_size=300))
def test_anything_can_be_read(text: str) -> None:
    assert len(parse_addresses(text)) <= len(text)
