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
    "u-boot": """
        @typevalue a U-Boot source tree orphan minder
        rename (?:from|to) ^Fixes: 'N' --numstat sub maintainers_in_file
    """,
    "qemu": """
        @typevalue a QEMU source tree orphan minder m/^(.):
        $email_git_fallback = 0 if @email_to > 0
    """,
    "xen": """
        @typevalue xen.git source tree orphan minder brace expansion
        drop_the_rest_supporter ne "/dev/null" 'N' rename (?:from|to)
    """,
}
