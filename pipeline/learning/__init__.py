"""Lines learned from verdicts: from which confidence on an event of a kind is a fact at this site."""
