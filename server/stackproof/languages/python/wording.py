"""What Python tells by its words alone."""

from stackproof.languages.passage import Wording
from stackproof.languages.python.imported import imported
from stackproof.languages.python.tokens import PYTHON, holes

PYTHON_WORDING = Wording("python", PYTHON, imported, lambda tokens, opener: True, holes)
