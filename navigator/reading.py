"""Reading one YAML file of config/: syntax, duplicate names and encoding become Problems with a line number."""

import copy
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from navigator.schema import Known, Place, Problem, Rule, nearest
from navigator.schema import Path as Keys

# What the staff's side reads and checks itself (data/codes.py, ui/staff/words.py).
STAFF_ROOMS = ("records", "reports", "staff")
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The safe loader that refuses a name written twice, which YAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"「{key}」が二度書かれています", key_node.start_mark
                )
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


class Folder:
    """The files of one config folder as they were read: their faults so far, and their plain values by file name.

    What has a fault is left out, with its name noted, so that the rest can still be checked against each other.
    """

    def __init__(self, config: Path) -> None:
        self.config = config
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self._sound: dict[str, dict[str, Any]] = {}
        self._lost: dict[str, set[str]] = {}
        self._unread: set[str] = set()

    def name(self, path: Path) -> str:
        """The file's name as people know it, whatever the folder is called: config/services/x.yaml."""
        return f"config/{path.relative_to(self.config).as_posix()}"

    def read(self, path: Path, rule: Rule) -> Any:
        """The sound part of the file's content after its rule; None where nothing is. The faults are noted."""
        name = self.name(path)
        self.values[name] = None
        try:
            raw = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 (a safe loader)
        except FileNotFoundError:
            return self._fault(name, "このファイルがありません。")
        except UnicodeDecodeError:
            return self._fault(name, "UTF-8 で読めません。UTF-8 で保存し直してください。")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            return self._fault(name, f"YAML として読めません（{line}行目）: {error.problem}")
        except yaml.YAMLError as error:
            return self._fault(name, f"YAML として読めません: {error}")
        self.values[name] = raw
        faults: list[Problem] = []
        value = rule(raw, Place(name, faults))
        self.problems += faults
        while faults:
            raw, lost = _without(raw, [fault.path for fault in faults])
            self.lose(name, *lost)
            if not raw:
                self._unread.add(name)
                return None
            faults.clear()
            value = rule(raw, Place(name, faults))
        self._sound[name] = value
        return value

    def sound(self, name: str) -> dict[str, Any]:
        """The sound part of a file that is a mapping; nothing where it could not be read."""
        return self._sound.get(name, {})

    def lose(self, name: str, *ids: str) -> None:
        """Notes that these entries of a file, or of a folder of files, are there but cannot be read."""
        self._lost.setdefault(name, set()).update(ids)

    def whole(self, name: str) -> bool:
        """Whether the file was read without a fault."""
        return name not in self._lost and name not in self._unread

    def known(self, entries: Mapping[str, Any], *names: str) -> dict[str, Any]:
        """The entries of these files as one table in which the names that could not be read count as known."""
        if all(self.whole(name) for name in names):
            return dict(entries)
        lost = {one for name in names for one in self._lost.get(name, ())}
        return Known(entries, None if self._unread.intersection(names) else lost)

    def _fault(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, "", message))
        self._unread.add(name)

    def strangers(self) -> list[Problem]:
        """YAML files that nothing reads: a misspelt name would otherwise be ignored silently."""
        known = {name.rsplit("/", 1)[-1] for name in self.values}
        others = [self.config / room for room in STAFF_ROOMS]
        return [
            Problem(self.name(path), "", f"知らないファイルです。読まれません。{nearest(path.name, known)}")
            for path in sorted(self.config.rglob("*"))
            if path.suffix in (".yaml", ".yml")
            and self.name(path) not in self.values
            and not any(path.is_relative_to(room) for room in others)
        ]


def _without(raw: Any, faults: Iterable[Keys]) -> tuple[Any, set[str]]:
    """A copy without the entries that the faults lie in, and their names; None where the whole has to go."""
    left, lost = copy.deepcopy(raw), set[str]()
    for keys in sorted({_entry(raw, keys) for keys in faults}, key=_last_first, reverse=True):
        if not keys:
            return None, lost
        holder, found = _at(left, keys[:-1]), _at(left, keys)
        lost.add(str(found.get("id", keys[-1]) if isinstance(found, dict) else keys[-1]))
        del holder[keys[-1]]
    return left, lost


def _entry(raw: Any, keys: Keys) -> Keys:
    """Where the entry with the fault stands: the outermost item of a list, else what is wrong, else what lacks it."""
    numbers = [place for place, key in enumerate(keys) if isinstance(key, int)]
    keys = keys[: numbers[0] + 1] if numbers else keys
    while keys and _at(raw, keys) is _NOTHING:
        keys = keys[:-1]
    return keys


_NOTHING = object()


def _at(raw: Any, keys: Keys) -> Any:
    for key in keys:
        is_there = (
            key < len(raw) if isinstance(raw, list) and isinstance(key, int) else isinstance(raw, dict) and key in raw
        )
        if not is_there:
            return _NOTHING
        raw = raw[key]
    return raw


def _last_first(keys: Keys) -> list[tuple[int, str]]:
    return [(key, "") if isinstance(key, int) else (0, key) for key in keys]
