"""HTML mail becomes text: blocks, breaks, quotes, links, and nothing hidden."""

import pytest

from lkmltrack.adapters.pages import LxmlPages

TEXTS = {
    "paragraphs stand apart": ("<p>one</p><p>two</p>", "one\n\ntwo\n"),
    "divisions are lines": ("<div>one</div><div>two</div>", "one\ntwo\n"),
    "an empty division is a blank line": (
        "<div>one</div><div><br></div><div>two</div>",
        "one\n\ntwo\n",
    ),
    "a break is a line": ("one<br>two<br/>three", "one\ntwo\nthree\n"),
    "blanks fold": ("one \n\t two", "one two\n"),
    "hard blanks stay": ("<p>a&nbsp;&nbsp;b</p>", "a  b\n"),
    "preformatted text stays": ("<pre>a  b\n\tc\n\nd</pre>", "a  b\n\tc\n\nd\n"),
    "a patch's blank context line stays": ("<pre> a\n \n-b\n</pre>", " a\n \n-b\n"),
    "a quote is marked": (
        "<p>On Monday Mia wrote:</p><blockquote>first<br>second</blockquote><p>answer</p>",
        "On Monday Mia wrote:\n\n> first\n> second\n\nanswer\n",
    ),
    "a quote in a quote is marked twice": (
        "<blockquote>outer<blockquote>inner</blockquote></blockquote>",
        "> outer\n>\n> > inner\n",
    ),
    "a link shows where it goes": (
        '<a href="https://example.org/x">the numbers</a> count',
        "the numbers <https://example.org/x> count\n",
    ),
    "a link that says so is not repeated": (
        '<a href="https://example.org/">https://example.org</a>',
        "https://example.org\n",
    ),
    "an address is not repeated": (
        '<a href="mailto:ada@example.org?subject=x">ada@example.org</a>',
        "ada@example.org\n",
    ),
    "a script link is only text": ('<a href="javascript:alert(1)">click</a>', "click\n"),
    "scripts and styles are not text": (
        "<head><title>t</title><style>p{}</style></head><body><script>x()</script>hi</body>",
        "hi\n",
    ),
    "what is hidden is not text": ('<p style="display: none">secret</p><p>open</p>', "open\n"),
    "comments are not text": ("a<!-- secret -->b", "ab\n"),
    "cells stand apart": (
        "<table><tr><td>before</td><td>1000.0</td></tr><tr><td>after</td><td>1690.0</td></tr></table>",
        "before\t1000.0\nafter\t1690.0\n",
    ),
    "lists are marked": (
        "<ul><li>one</li><li>two</li></ul><ol><li>three</li><li>four</li></ol>",
        "* one\n* two\n\n1. three\n2. four\n",
    ),
    "Outlook's paragraphs are lines": (
        '<p class="MsoNormal">one</p><p class="MsoNormal">two</p>',
        "one\ntwo\n",
    ),
    "a picture is its words": ('<img alt="a plot" src="http://example.org/x.png">', "[a plot]\n"),
    "entities are characters": ("&lt;&amp;&gt; &#x4e2d; &copy;", "<&> 中 ©\n"),
    "a signature keeps its blank": ("hi<br>-- <br>Ada", "hi\n-- \nAda\n"),
    "nothing is nothing": ("", ""),
    "blanks are nothing": (" \n&nbsp;<br><br>", ""),
    "text alone is text": ("no markup", "no markup\n"),
    "an unclosed tag ends with the text": ("<p>one<b>two", "onetwo\n"),
}


@pytest.mark.parametrize("fact", TEXTS)
def test_html_mail_as_text(fact: str) -> None:
    markup, text = TEXTS[fact]
    assert LxmlPages().html_to_text(markup) == text
