"""A run: from an experiment to the network at any step."""
