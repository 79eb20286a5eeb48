"""Claims: sentences that say how much, and what exactly they say."""
