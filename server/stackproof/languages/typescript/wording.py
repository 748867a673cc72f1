"""What TypeScript tells by its words alone."""

from stackproof.languages.passage import Wording
from stackproof.languages.typescript.imported import imported
from stackproof.languages.typescript.tokens import TYPESCRIPT, holes, is_object

TYPESCRIPT_WORDING = Wording("typescript", TYPESCRIPT, imported, is_object, holes)
