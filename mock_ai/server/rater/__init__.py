"""The page of a second rater: in a browser on this computer, or on a phone."""
