"""The ways to get a candidate: a file of answers, an address, a rule, people today, a training."""
