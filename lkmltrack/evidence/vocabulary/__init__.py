"""The vocabulary of evidence: names of tools, of programs and their options, of hardware."""
