"""Who takes part: ICE's published spreadsheets of participating and pending agencies, read, kept and asked."""
