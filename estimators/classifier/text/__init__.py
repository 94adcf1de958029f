"""Texts: decoding, pretrained backbones, n-grams."""
