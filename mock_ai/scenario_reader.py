"""Reads YAML for scenario files: values from the text as written, complaints with their line."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import nearest_word, quoted
from estimators.base.sentence import tr

DEEPEST = 12


Plain = str | list["Plain"] | dict[str, "Plain"]

MOST_PAIRS = 1_000  # as many as there may be classes


class Reader:
    """Turns YAML nodes into values, and what is wrong with them into a sentence with a line.

    ``folder`` is where the files lie that a scenario names; without one it names none.
    """

    def __init__(self, source: str, folder: Path | None = None) -> None:
        self.source = source
        self.folder = folder

    def complaint(self, node: yaml.Node | None, what: str, why: str) -> UserError:
        where = (
            tr("Line {line} of {source}", line=node.start_mark.line + 1, source=self.source)
            if node
            else self._whole
        )
        return UserError(f"{where} {what}.", f"{why}.", tr("Change it and try again."))

    @property
    def _whole(self) -> str:
        """The source as a sentence begins with it; a file keeps its name as it is."""
        name = self.source
        return quoted(name) if Path(name).suffix else name[:1].upper() + name[1:]

    def document(self, text: str) -> yaml.Node:
        """The one document of the text, after a check for depth and aliases as it streams by."""
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                special = getattr(event, "anchor", None) or getattr(event, "tag", None)
                if depth > DEEPEST or special is not None:
                    number = event.start_mark.line + 1 if event.start_mark else 1
                    raise UserError(
                        tr(
                            "Line {number} of {source} is not allowed.",
                            number=number,
                            source=self.source,
                        ),
                        tr("A scenario has no anchors, aliases or tags and little nesting."),
                        tr("Write the values out."),
                    )
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (
                tr("Line {line} of {source}", line=mark.line + 1, source=self.source)
                if mark
                else self._whole
            )
            problem = getattr(error, "problem", None) or tr("a character that YAML does not allow")
            raise UserError(
                tr("{line} is not YAML.", line=line),
                tr("The reader found: {problem}.", problem=problem),
                tr("Mend that line and try again."),
            ) from error
        if node is None:
            raise self.complaint(None, tr("is empty"), tr("Every scenario has a name and classes"))
        return node

    def mapping(
        self, node: yaml.Node, what: str, allowed: Mapping[str, Any]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.complaint(
                node, tr("should hold {what}", what=what), tr("Write it as “name: value” lines")
            )
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key not in allowed:
                near = _nearest(key, allowed) or tr(
                    "Known are {allowed}", allowed=", ".join(allowed)
                )
                raise self.complaint(key_node, tr("has an unknown “{key}”", key=key[:60]), near)
            if key in found:
                raise self.complaint(
                    key_node, tr("says “{key}” again", key=key), tr("Each may be said once")
                )
            found[key] = value
        return found

    def text(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.complaint(
                node, tr("has no words for “{key}”", key=key), tr("A name is expected here")
            )
        return str(node.value).strip()

    def number(self, node: yaml.Node, key: str) -> float:
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        match = re.fullmatch(r"([-+]?\d{0,18}\.?\d{0,18}(?:[eE][-+]?\d{1,3})?)\s*(%|s)?", text)
        try:
            value = float(match[1]) if match else float("nan")
        except ValueError:
            value = float("nan")
        if match is None or math.isnan(value):
            raise self.complaint(
                node,
                tr("has no number for “{key}”", key=key),
                tr("A number such as 0.85 or 85% is expected"),
            )
        return value / 100 if match[2] == "%" else value

    def between(self, node: yaml.Node, key: str, low: float, high: float) -> float:
        value = self.number(node, key)
        if not low <= value <= high:
            allowed = tr("between 0 and 1 (or 0% and 100%)") if high == 1 and low == 0 else ""
            raise self.complaint(
                node,
                tr("says {key} is {value}", key=key, value=node.value.strip()),
                tr(
                    "It must lie {allowed}",
                    allowed=allowed
                    or tr("between {low} and {high}", low=f"{low:g}", high=f"{high:g}"),
                ),
            )
        return value

    def whole(self, node: yaml.Node, key: str, low: float = 0, high: float = 2**53) -> int:
        value = self.between(node, key, low, high)
        if value != int(value):
            raise self.complaint(
                node, tr("has a fraction for “{key}”", key=key), tr("It is a whole number")
            )
        return int(value)

    def items(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.complaint(
                node, tr("has no list for “{key}”", key=key), tr("Write [one, another]")
            )
        return list(node.value)

    def words(self, node: yaml.Node, key: str, what: str = tr("words are")) -> str:
        """Like :meth:`text`, as it stands: an answer may begin with a space."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.complaint(
                node, tr("has no words for “{key}”", key=key), tr("Here {what} expected", what=what)
            )
        return str(node.value)

    def one_or_more(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        """A list, or a single value that stands for a list of one."""
        return self.items(node, key) if isinstance(node, yaml.SequenceNode) else [node]

    def one_of(self, node: yaml.Node, key: str, known: Mapping[str, Any]) -> Any:
        """What a word stands for; case and the kind of dash or space do not matter."""
        word = self.text(node, key)
        plain = re.sub(r"[\s_-]+", " ", word).lower()
        if plain not in known:
            near = _nearest(plain, known) or tr("It may be {known}", known=", ".join(known))
            raise self.complaint(node, tr("says {key} is “{word}”", key=key, word=word[:60]), near)
        return known[plain]

    def parts(
        self,
        node: yaml.Node,
        what: str,
        readers: "Mapping[str, Read]",
        needs: tuple[str, str] | None = None,
        *,
        alone: type[yaml.Node] = yaml.MappingNode,
    ) -> dict[str, Any]:
        """What each part of a mapping says, as its own reader reads it; parts that are not there are left out.

        ``needs``: the first must be there, and this is said and advised where it is not. A node of the kind ``alone`` that is no
        mapping stands for the first.
        """
        first = next(iter(readers))
        if isinstance(node, alone) and not isinstance(node, yaml.MappingNode):
            given = {first: node}
        else:
            given = self.mapping(node, what, readers)
        if needs is not None and first not in given:
            raise self.complaint(node, *needs)
        return {key: readers[key](self, part, key) for key, part in given.items()}

    def pairs(self, node: yaml.Node, key: str) -> list[tuple[yaml.Node, str, yaml.Node]]:
        """The entries of a mapping whose keys the author chooses."""
        if not isinstance(node, yaml.MappingNode):
            raise self.complaint(
                node, tr("has no values for “{key}”", key=key), tr("Write “name: value” lines")
            )
        if len(node.value) > MOST_PAIRS:
            raise self.complaint(
                node.value[MOST_PAIRS][0],
                tr("is one too many for “{key}”", key=key),
                tr("{most_pairs} are the most", most_pairs=digits(MOST_PAIRS)),
            )
        found: dict[str, tuple[yaml.Node, str, yaml.Node]] = {}
        for key_node, value in node.value:
            name = self.text(key_node, key)
            if name in found:
                raise self.complaint(
                    key_node, tr("says “{name}” again", name=name[:60]), tr("Each may be said once")
                )
            found[name] = (key_node, name, value)
        return list(found.values())

    def file(self, node: yaml.Node, key: str, *, is_folder: bool = False) -> Path:
        """A file or folder that lies beside the scenario file; nothing outside is reachable."""
        name = self.text(node, key)
        kind = tr("folder") if is_folder else tr("file")
        if self.folder is None:
            raise self.complaint(
                node,
                tr("names the {kind} “{name}”", kind=kind, name=name[:60]),
                tr("Only a scenario file has files beside it"),
            )
        try:
            path = (self.folder / name).resolve()
            inside = path.is_relative_to(self.folder.resolve())
            there = path.is_dir() if is_folder else path.is_file()
        except (OSError, ValueError):
            inside, there = True, False
        if not inside:
            raise self.complaint(
                node,
                tr("names the {kind} “{name}”", kind=kind, name=name[:60]),
                tr("It must lie in the folder of the scenario file"),
            )
        if not there:
            raise self.complaint(
                node,
                tr("names the {kind} “{name}”", kind=kind, name=name[:60]),
                tr("There is no such {kind}", kind=kind),
            )
        return path


def _nearest(word: str, known: Iterable[str]) -> str:
    """What a misspelt word is likely to mean; nothing where it is like none of them."""
    near = nearest_word(word, known)
    return tr("Probably “{near}” is meant", near=near) if near else ""


Read = Callable[[Reader, yaml.Node, str], Any]


def within(low: float, high: float) -> Read:
    """Reads a number between these."""
    return lambda reader, node, key: reader.between(node, key, low, high)


def up_to(most: int) -> Read:
    """Reads how many: 1 to ``most``."""
    return lambda reader, node, key: int(reader.between(node, key, 1, most))


share = within(0, 1)


def plain(node: yaml.Node) -> Plain:
    """What a node says, without its lines: texts as written, lists and mappings."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    return str(node.value)


def as_node(value: Any) -> yaml.Node:
    """The node that says what :func:`plain` took from one; its line is the first."""
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    if isinstance(value, list):
        items = [as_node(item) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, mark, mark)
    if isinstance(value, dict):
        pairs = [(as_node(str(key)), as_node(item)) for key, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark, mark)
    return yaml.ScalarNode("tag:yaml.org,2002:str", str(value), mark, mark)
