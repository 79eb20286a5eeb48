"""Reports for people who have no lkmltrack: a proposal's page, and a digest of all."""
