"""Gemini's wire format: what Google's official clients send, and what they accept back."""
