"""How long after its rule is met an event is in the store, and how soon a camera that is back is seen."""
