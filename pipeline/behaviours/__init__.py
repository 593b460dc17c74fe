"""One file per behaviour: a sentence of the norm as interval algebra."""
