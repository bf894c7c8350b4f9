"""From a run to frames: runs, views, and the picture that the live stage requests."""
