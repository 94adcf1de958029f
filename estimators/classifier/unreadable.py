"""Why an example cannot be read, each as a kind with its facts."""

from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.remark import DataRemark, remark


class UnreadableItem(ValueError):  # noqa: N818  # it is a finding about a file
    """An example that cannot be used, and why."""

    def __init__(self, remark: DataRemark) -> None:
        super().__init__(remark)
        self.remark = remark


_WHY = {
    "unknown": tr("It can’t be read."),
    "too_large": tr("It is larger than 200 MB."),
    "empty_text": tr("The text is empty."),
    "empty_file": tr("The file is empty (0 bytes)."),
    "no_file": tr("It is not a file."),
    "gone": tr("It is not there any more."),
    "not_permitted": tr("You do not have permission to read it."),
    "disk": tr("The disk could not read it."),
    "outside": tr("It lies outside of the folder of the table, and nothing there is read."),
    "no_folder": tr("Nobody has said in which folder it is."),
    "changed": tr("Its file is not the one that was added."),
    "memory": tr("It needs more memory than there is."),
    "damaged": tr("The file is damaged."),
    "cut_before_start": tr("The file is damaged, or cut short before the recording starts."),
    "no_codec": tr("It is recorded in a format that can’t be read here."),
    # photos
    "giant": tr("It claims to be far larger than any photo."),
    "no_size": tr("It has no width or no height."),
    "photo_cut_short": tr("The file is cut short; part of the photo is missing."),
    # texts
    "nul": tr("It holds a NUL character, which no text has."),
    "control_characters": tr("It is not a text: it is full of control characters."),
    "no_picture": tr("A text has no picture."),
    # sounds
    "no_sound": tr("It has no sound in it."),
    "no_seconds": tr("There is no sound in it (0 seconds)."),
    "too_long_to_send": tr("It is too long to be sent; cut it, or save it as MP3."),
    "not_numbers": tr("Some of its samples are not numbers (NaN or infinite)."),
    # clips
    "sound": tr("It is a sound, not a clip."),
    "only_sound": tr("It has sound but no moving picture."),
    "not_moving": tr("There is no moving picture in it."),
    "no_frame": tr("There is no frame in it."),
    "no_whole_frame": tr("The file is damaged; no frame of it can be read."),
}


@remark
def unreadable(why: str) -> str:
    return _WHY[why]


@remark
def another_file(what: str, one: str) -> str:
    return {
        "web_page": tr("It is a web page saved as a {one}; the download was blocked.", one=one),
        "lfs": tr("It is a Git LFS pointer; the {one} itself was not downloaded.", one=one),
        "picture": tr("It is a picture, not a {kind}.", kind=one),
        "unknown": tr("It is not a {one}, or of a kind that can’t be read here.", one=one),
    }[what]


@remark
def too_many_pixels(width: int, height: int, one: str, megapixels: int) -> str:
    claimed = tr("It claims {width} by {height} pixels", width=digits(width), height=digits(height))
    readable = {
        "photo": tr("photos up to {most} megapixels", most=megapixels),
        "clip": tr("clips up to 4K (4,096 by 2,304)"),
    }
    return tr("{claimed}; {readable} can be read.", claimed=claimed, readable=readable[one])


@remark
def too_short(seconds: float) -> str:
    return tr(
        "It is only {milliseconds} ms long, too short to be heard.",
        milliseconds=f"{1_000 * seconds:.3g}",
    )


@remark
def sample_rate(rate: int) -> str:
    return tr("It claims {rate} samples a second; 500 to 768,000 can be read.", rate=digits(rate))


@remark
def too_many_channels(channels: int) -> str:
    return tr("It claims {channels} channels; 1 to 32 can be read.", channels=digits(channels))
