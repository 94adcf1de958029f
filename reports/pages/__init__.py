"""The six pages of the launch report, and the one page of a verdict: each as much of the evidence as its page holds."""
