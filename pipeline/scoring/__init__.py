"""From events to scores: days, shifts, weeks, months, and what single clauses cost over time."""
