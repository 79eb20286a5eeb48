"""Messages to series to proposals: pure, the clock comes as an argument."""
