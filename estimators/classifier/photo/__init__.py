"""Photos: decoding, pretrained backbones, near copies."""
