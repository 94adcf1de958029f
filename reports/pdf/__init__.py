"""A tagged PDF with embedded fonts, drawn on reportlab's canvas."""
