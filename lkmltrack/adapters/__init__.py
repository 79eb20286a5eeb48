"""The outside world, one thing per module; none knows another."""
