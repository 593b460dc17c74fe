"""What a behaviour is given beside the states: when norms hold, the windows around, how customers were met."""
