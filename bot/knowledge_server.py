"""The knowledge process: its Flask service behind waitress, on loopback."""

from __future__ import annotations

import argparse

import waitress

from bot import logs
from bot.settings import load_settings
from knowledge.maintenance import Encoder, RosterService, create_app, load_models


def main() -> None:
    """Load the encoder and serve until stopped."""
    settings = load_settings()
    parser = argparse.ArgumentParser(description="The knowledge service of the program-FAQ chatbot.")
    parser.add_argument("--port", type=int, default=settings.knowledge_port, help="port on 127.0.0.1")
    port = parser.parse_args().port
    logs.configure(settings)
    roster_service = RosterService(settings.roster_folder, settings.content, settings.overlay_folder)
    app = create_app(
        settings.index_folder,
        Encoder(),
        settings.content,
        settings.overlay_folder,
        settings.staging_folder,
        roster_service,
        settings.agency,
    )
    load_models()
    waitress.serve(app, host="127.0.0.1", port=port, threads=4, ident=None)


if __name__ == "__main__":
    main()
