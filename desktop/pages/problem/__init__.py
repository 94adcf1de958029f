"""The Problem page: a calm form where nothing is mandatory."""
