"""What stands for the get_maintainer.pl of a tree: the words that tell one from another."""

SCRIPTS = {
    "7.3": """
        @typevalue encoding(UTF-8) (?:.*) keywords-in-file :Keyword: 'bug!' output_substatus
        rename (?:from|to) ^Fixes: 'N' --numstat sub maintainers_in_file
    """,
    "6.1": """
        @typevalue orphan minder
        rename (?:from|to) ^Fixes: 'N' --numstat sub maintainers_in_file
    """,
}
