"""Slides: any picture of the run for a lecture."""
