"""A made behaviour: its file, its entry and its test, as tests/test_behaviour_added.py adds them to a copy."""
