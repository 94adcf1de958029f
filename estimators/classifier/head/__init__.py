"""What is learned: probabilities that come true and "I don't know", from features."""
