"""Days of hours whose truth is known, judged with the durations that the product ships with; `make long-days`."""
