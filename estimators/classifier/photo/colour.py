"""Any colour mode that a photo may be stored in, as the RGB that a person would see."""

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

_MAX_PROFILE_BYTES = 4_000_000  # printing profiles have up to two


def as_rgb(picture: "Image.Image") -> "Image.Image":
    """The picture in mode RGB.

    Transparent parts become white. Printing colours (CMYK) are converted by the profile in the file where there is one. Grey
    levels of 16 bits are scaled, not cut off; those that use twelve bits at most are taken as twelve, as cameras for
    microscopes and X-rays write them. Floating point counts from 0 to 1 if nothing is above 1.
    RGB is taken as it is, whatever profile it names: so does every decoder that an exported model will meet.
    """
    from PIL import Image

    if picture.mode.startswith("I") or picture.mode == "F":
        return _from_levels(picture)
    if picture.mode == "CMYK":
        return _from_inks(picture)
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_levels(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    levels = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
    brightest = float(levels.max(initial=0.0))
    if picture.mode.startswith("I;16"):
        tops: tuple[float, ...] = (4095.0, 65535.0)
    elif picture.mode == "F":
        tops = (1.0, 255.0, 65535.0)
    else:
        tops = (255.0, 4095.0, 65535.0)
    top = next((top for top in tops if brightest <= top), brightest)
    grey = np.clip(levels * (255.0 / top), 0.0, 255.0).astype(np.uint8)
    clear = picture.info.get("transparency")
    if isinstance(clear, int):
        grey[levels == clear] = 255
    return Image.fromarray(grey).convert("RGB")


def _from_inks(picture: "Image.Image") -> "Image.Image":
    """By the profile if it is a good one; otherwise as ideal inks. Pillow has turned Adobe's inverted values round."""
    profile = picture.info.get("icc_profile")
    if isinstance(profile, bytes) and 0 < len(profile) <= _MAX_PROFILE_BYTES:
        # A broken profile around a good picture: ideal inks will do. Pillow raises its own PyCMSError, and others.
        with suppress(Exception):
            from PIL import ImageCms

            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    return picture.convert("RGB")
