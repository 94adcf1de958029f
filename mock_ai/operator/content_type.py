"""What a file is by its first bytes, among the kinds that a browser shows or plays."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
}
_KINDS = {"image": "photo", "audio": "sound", "video": "clip"}
UNKNOWN = "application/octet-stream"


def content_type(content: bytes) -> str:
    """The media type; never one that a browser runs, whatever the client said it sent."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], UNKNOWN)
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    return next((kind for start, kind in _STARTS if content.startswith(start)), UNKNOWN)


def kind_of(content: bytes) -> str:
    """Photo, sound or clip; “file” where the first bytes do not say."""
    return _KINDS.get(content_type(content).partition("/")[0], "file")
