"""States and territories by postal code."""

from __future__ import annotations

import us

STATE_NAMES: dict[str, str] = {
    state.abbr: state.name for state in [*us.states.STATES, us.states.DC, *us.states.TERRITORIES]
}
STATES = {name.lower(): code for code, name in STATE_NAMES.items()}
