"""Anthropic's wire format: what its official clients send, and what they accept back."""
