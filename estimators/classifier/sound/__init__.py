"""Sounds: decoding, speech embedding and log-mel statistics."""
