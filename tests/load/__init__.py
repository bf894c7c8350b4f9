"""Students without browsers: what a tab says to the server and hears from it, for hundreds at once."""
