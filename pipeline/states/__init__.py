"""What is so at a counter over time, read from its signals: who is there, how staff sits, what hands and heads do."""
