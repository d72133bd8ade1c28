"""Applications written with oamdsl, in the style to copy."""
