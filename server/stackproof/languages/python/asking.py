"""Asks jedi where an import leads that a plain search did not find."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from importlib import import_module
from threading import get_ident
from typing import Any

from stackproof.languages.python.environment import Environment
from stackproof.languages.source import Files, Resolution

_log = logging.getLogger(__name__)


class JediNames:
    """Jedi with one project and its environment, started at the first question.

    Jedi starts the environment's interpreter in a subprocess, and only one that it considers safe.
    """

    def __init__(self, root: str, files: Files, environment: Environment) -> None:
        self._root = root
        self._files = files
        self._environment = environment
        self._started: tuple[Any, Any] | None = None
        self._failed = environment.python is None

    def resolve(self, specifier: str, importer: str) -> Resolution | None:
        """Where the absolute import ``specifier`` leads; None when jedi does not know either."""
        if self._failed:
            return None
        try:
            return self._asked(specifier, importer)
        except Exception as error:  # Jedi's own errors have no common base below Exception.
            _log.debug("jedi could not resolve %s: %s", specifier, error)
            return None

    def _asked(self, specifier: str, importer: str) -> Resolution | None:
        jedi: Any = import_module("jedi")

        if self._started is None:
            self._failed = True
            assert self._environment.python is not None
            self._started = jedi.Project(self._root), _started(self._environment.python, get_ident())
            self._failed = False
        project, environment = self._started
        # Jedi reads from the importer's own text which folders it adds to the search path.
        text = (self._files.read(importer) or b"").decode("utf-8", "replace")
        line = f"import {specifier}"
        script = jedi.Script(f"{text}\n{line}", path=importer, project=project, environment=environment)
        for name in script.goto(column=len(line), follow_imports=True):
            if name.module_path is None:
                return Resolution("external", None, specifier)
            path = os.path.normpath(str(name.module_path))
            inside = path.startswith(self._root + os.sep)
            if not inside or path.startswith(self._environment.folder + os.sep) or "site-packages" in path:
                return Resolution("external", None, specifier)
            return Resolution("file", path, specifier)
        return None


@lru_cache(maxsize=4)
def _started(python: str, thread: int) -> Any:
    """Jedi's own process of an interpreter, which programs with the same environment share on one thread."""
    # Imported late, for it takes long and most projects never need it.
    return import_module("jedi").create_environment(python, safe=True)
