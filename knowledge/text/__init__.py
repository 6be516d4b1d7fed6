"""From a raw message to a prepared one: spelling, entities, language, personal data."""
