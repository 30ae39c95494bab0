"""Reading one YAML file of config/: syntax, duplicate names and encoding become Problems with a line number."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from navigator.schema import Place, Problem, Rule, nearest

# What the staff's side reads and checks itself (data/codes.py, ui/staff/words.py).
STAFF_ROOMS = ("records", "staff")
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
    """The files of one config folder as they were read: their faults so far, and their plain values by file name."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}

    def name(self, path: Path) -> str:
        """The file's name as people know it, whatever the folder is called: config/services/x.yaml."""
        return f"config/{path.relative_to(self.config).as_posix()}"

    def read(self, path: Path, rule: Rule) -> Any:
        """The file's content after its rule; None, with a Problem noted, where it cannot be read at all."""
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
        return rule(raw, Place(name, self.problems))

    def _fault(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, "", message))

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
