"""What serves many visitors: admission, scheduler, limits, caches, metrics."""
