"""The web process: page, API and health behind one port."""
