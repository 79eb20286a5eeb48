"""Who ought to be asked about a posting, a topic or a piece of evidence, and who was."""
