"""The scene of one counter, which a behaviour is given: states, hours, windows and greetings."""
