"""The sections of a report: each turns one part of the evidence into blocks."""
