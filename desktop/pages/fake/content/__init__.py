"""What the fake has to show: nothing yet, a ready-made set, or examples of one’s own."""
