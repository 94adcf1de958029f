"""The Measure page: how good the classifier is, how sure, where it is wrong, and a photo to try."""
