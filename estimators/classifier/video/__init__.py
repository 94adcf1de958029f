"""Clips: frames, the photo backbone over time, motion."""
