"""Custom components of the Rasa pipeline."""
