"""From a judged candidate to a visible release, and back to equality after a fault."""
