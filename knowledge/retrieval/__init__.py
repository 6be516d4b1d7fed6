"""Which entries and passages fit a message, and how sure that is."""
