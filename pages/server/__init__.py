"""What serves many visitors: admission, scheduler, limits, cache, metrics."""
