"""The actions server, on loopback, in one process."""

from __future__ import annotations

import argparse

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor


def main() -> None:
    """Serve the actions of this package until stopped."""
    parser = argparse.ArgumentParser(description="The actions server of the program-FAQ chatbot.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    port = parser.parse_args().port
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor)
    app.run(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
