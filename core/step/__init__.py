"""One training step, opened up as phases and matrices."""
