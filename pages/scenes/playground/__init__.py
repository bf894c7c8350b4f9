"""The Playground: the run live, in five pictures."""
