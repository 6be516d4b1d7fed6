"""The agency's own documents: extracted, cut into passages, kept, and searched."""
