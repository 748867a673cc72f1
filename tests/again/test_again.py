"""Evaluation that goes on from where an edit can first be felt leaves behind exactly what a whole one does."""

from __future__ import annotations

from random import Random

import pytest
from editing import Editing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import programs
from project import ROOT, Project, unused
from sameness import Picture, difference

from stackproof.evaluation import history

PROGRAMS = programs()


@pytest.fixture(autouse=True)
def many_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluation can go on from every statement, so that every way to go on is taken."""
    monkeypatch.setattr(history, "_SPACING", 1)


@pytest.mark.parametrize("name", PROGRAMS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_edits_lead_to_what_a_whole_evaluation_gives(name: str, random: Random) -> None:
    files, entry = PROGRAMS[name]
    project = Project(files, entry)
    editing = Editing(project.texts, list(project.sources), random)
    for _ in range(12):
        for _ in range(random.choice((1, 1, 1, 2))):
            project.edit(*editing.next())
        if random.random() < 0.3:
            # What comes after the entry is undone as well.
            unused(project.machine)
        if random.random() < 0.15:
            # Whoever types does not wait for the end.
            left = [random.randrange(1, 8)]

            def late(left: list[int] = left) -> bool:
                left[0] -= 1
                return left[0] < 0

            project.follow(late)
            continue
        project.follow()
        fresh = project.fresh()
        assert difference(project.machine, fresh) is None
        if random.random() < 0.5:
            unused(project.machine)
            unused(fresh)
            assert difference(project.machine, fresh) is None


@pytest.mark.parametrize("name", PROGRAMS)
def test_going_back_undoes_everything(name: str) -> None:
    """Whatever changes state without noting it shows here, wherever in the evaluator it is."""
    files, entry = PROGRAMS[name]
    project = Project(files, entry)
    pictures: list[Picture] = []
    mark = history.History.mark

    def watched(self: history.History) -> None:
        mark(self)
        pictures.append(Picture(self.machine))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history.History, "mark", watched)
        machine = project.remembering()
        machine.run()
    unused(machine)
    assert machine.history is not None
    assert len(pictures) == len(machine.history.moments) > 20
    for number in reversed(range(len(pictures))):
        machine.history.go_back(number)
        assert Picture(machine).difference(pictures[number]) is None, f"moment {number} of {len(pictures)}"


@pytest.mark.parametrize(
    ("name", "path", "old", "new"),
    [
        ("typescript", "main.ts", "super(name, { protect: true });", "super(name, { protect: false });"),
        ("typescript", "main.ts", "lazily(handlers)", "lazily({})"),
        ("python", "__main__.py", 'pulumi.export("made"', 'pulumi.export("done"'),
        ("python", "stack/tools.py", '"sns:Publish"', '"sns:*"'),
        ("python", "stack/service.py", "return aws.sns.TopicPolicy", "return aws.sns.Topic"),
    ],
)
def test_what_ran_before_an_edit_could_matter_does_not_run_again(
    name: str, path: str, old: str, new: str
) -> None:
    files, entry = PROGRAMS[name]
    project = Project(files, entry)
    whole = project.fuel - project.machine.fuel.left
    place = f"{ROOT}/{path}"
    assert old in project.texts[place]
    project.edit(place, project.texts[place].replace(old, new))
    began: list[int] = []
    go_back = history.History.go_back

    def watched(self: history.History, number: int) -> history.Moment:
        moment = go_back(self, number)
        began.append(project.fuel - moment.fuel)
        return moment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history.History, "go_back", watched)
        assert project.follow()
    assert began[0] > whole / 3
    assert difference(project.machine, project.fresh()) is None


def test_an_edit_without_effect_evaluates_nothing() -> None:
    project = Project(*PROGRAMS["typescript"])
    place = f"{ROOT}/lib/network.ts"
    before = project.machine.evaluation.constructions[-1]
    project.edit(place, project.texts[place] + "\n// the end\n")
    assert project.follow()
    assert project.machine.evaluation.constructions[-1] is before


def test_a_program_that_runs_out_of_fuel_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    files, entry = PROGRAMS["python"]
    project = Project(files, entry, fuel=300)
    assert not project.machine.evaluation.complete
    place = f"{ROOT}/__main__.py"
    for text in (files["__main__.py"].replace('"one"', '"1"'), "import pulumi\n", files["__main__.py"]):
        project.edit(place, text)
        project.follow()
        assert difference(project.machine, project.fresh()) is None
