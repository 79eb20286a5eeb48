"""Text on a screen: styled spans, widths in cells, times. Pure."""
