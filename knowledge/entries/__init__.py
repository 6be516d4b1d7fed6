"""From content files to checked entries and back."""
