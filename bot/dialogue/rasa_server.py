"""Start the Rasa command line with the action validation made quick. Runs in the dialogue environment.

`python -m bot.dialogue.server run ...` takes the arguments of `rasa`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import rasa.__main__
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

SEED = 287


def reuse_action_schema() -> None:
    """Compile the schema of action results once: Rasa 3.6 does it anew for every action, about 40 ms each."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]


def main() -> None:
    """Run the Rasa command line."""
    # scikit-learn draws from the global generator when it fits the act's probabilities
    np.random.seed(SEED)
    reuse_action_schema()
    rasa.__main__.main()


if __name__ == "__main__":
    main()
