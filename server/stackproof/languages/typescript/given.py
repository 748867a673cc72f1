"""Names that TypeScript files have without binding them."""

from __future__ import annotations

import re
from typing import Final

# Of all that the language, browsers and Node offer everywhere, those that libraries for the cloud have, too.
GIVEN: Final = frozenset({
    "Algorithm", "Cache", "DateTimeFormat", "Document", "EventTarget", "FileSystem", "Function", "Image", "Instance",
    "InstanceType", "KeyAlgorithm", "KeyUsage", "Location", "Map", "Memory", "Node", "Notification", "PermissionState",
    "Permissions", "Proxy", "Record", "Response", "ResponseType", "Selection", "Table", "Transformer", "WorkerType",
    "getSelection", "Array", "Object", "String", "Number", "Boolean", "Symbol", "Set", "Promise", "Error", "Date",
    "Event", "Request", "Headers", "Option", "Text", "Range", "Plugin", "Worker", "Lock", "Report", "Element",
    "console", "process", "module", "exports", "require", "global", "globalThis", "window", "document", "crypto",
    "performance", "Buffer", "Math", "JSON", "Reflect", "Intl", "Atomics", "WebAssembly", "NodeJS", "jest", "cy",
    "chai", "vi", "this", "arguments", "undefined", "self", "location", "history", "navigator", "screen", "name",
    "event", "external", "parent", "top", "status", "closed", "length", "origin", "caches", "fetch", "frames",
})  # fmt: skip

# With one of these, names may come from where nobody sees them.
OPENING: Final = re.compile(
    rb"\bdeclare\b|\bglobal(?:This)?\s*[.\[]|\beval\s*\(|\bReferenceError\b|///\s*<reference"
)

# Names that are bound by what leaves no statement behind: types, and what they are given in angle brackets.
BINDING: Final = re.compile(
    rb"\b(?:interface|type|enum|class|namespace|module|infer)\s+([\w$]+)(?:\s*<([^>]*)>)?|<([^<>()]*)>\s*\("
    rb"|<([^<>]*\bextends\b[^>]*)>"
)

# There is no time at which types are not looked at.
LAZY: Final = re.compile(rb"(?!)")
