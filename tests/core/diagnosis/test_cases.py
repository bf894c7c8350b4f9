"""Runs that people ask about, each with what is right to say of it."""

from urllib.parse import parse_qsl

import pytest

from core import Diagnosis, Timeline, diagnose, from_link

SPIRAL = "dataset=spiral&hidden=64,64&activation=relu&optimizer=adam&lr=0.01&samples=40&noise=0.3&test=0.5"
NARROW_RELU = "dataset=circles&noise=0&samples=100&hidden=2&activation=relu&init=he&lr=0.3"

CASES = {
    "dataset=moons&init=zeros&step=500": ["all units alike"],
    "dataset=circles&init=zeros&activation=relu&step=500": ["all units alike", "dead units"],
    "dataset=xor&noise=0&samples=100&hidden=2&seed=1&step=2000": ["local minimum"],
    "dataset=xor&noise=0&hidden=none&step=2000": ["too few units"],
    "dataset=circles&lr=10&step=500": ["overshooting", "saturated units"],
    "dataset=circles&lr=0.001&step=2000": ["learning rate too small"],
    "dataset=circles&hidden=8,8,8,8&step=2000": ["vanishing gradient"],
    "dataset=spiral&hidden=8,8&activation=relu&init=he&lr=100&step=200": ["dead units", "overshooting"],
    "lr=3&l2=1&step=400": ["overshooting"],
    "dataset=circles&l2=0.1&step=2000": ["penalty too strong"],
    f"{SPIRAL}&step=2000": ["overfitting"],
    "dataset=circles&hidden=1&step=3000": ["too few units"],
    "dataset=moons&activation=tanh&hidden=8&lr=30&step=300": ["overshooting", "saturated units"],
    f"{NARROW_RELU}&step=2000": ["dead units"],
    "dataset=xor&noise=0&samples=100&hidden=2&init=normal&seed=3&step=250": ["plateau"],
    "freeze=W1;b1;W2;b2&step=300": ["frozen weights"],
    "dataset=moons&freeze=W1@20;b1@30;W2@20;b2@20&step=400": ["frozen weights"],
    "freeze=W1;b1&step=2000": ["frozen weights"],
    "freeze=W1@1000;b1@1000;W2@1000;b2@1000&step=1500": ["learned"],
    "step=1000": ["learned"],
    "dataset=gaussians&step=300": ["learned"],
    "dataset=blobs&step=300": ["learned"],
    "dataset=spiral&hidden=16,16&activation=tanh&lr=0.3&step=3000": ["learned"],
}


DEEP_RELU = "dataset=moons&hidden=32,32,32,32&activation=relu&init=he&lr=3"
# Heights in cm and weights in g, of two kinds.
LARGE = (
    "data=171,61000_165,52000_180,70000_158,49000_169,66000_175,58000_162,60000_177,73000"
    "__181,94000_190,99000_176,91000_185,88000_193,112000_170,86000_188,90000_179,105000__16"
)

MORE_CASES = {
    "activation=relu&init=he&optimizer=momentum&lr=100&l2=0.3&step=500": ["diverged", "overshooting"],
    f"{DEEP_RELU}&step=5": ["overshooting", "exploding gradient"],
    "hidden=16,16,16,16&activation=relu&init=he&lr=10&step=3": ["overshooting"],
    "dataset=moons&batch=1&lr=3&step=1000": ["noise of the batches"],
    "schedule=0.00001@50&step=2000": ["learning rate too small"],
    "optimizer=adam&lr=10&step=500": ["overshooting", "saturated units", "one class everywhere"],
    "dataset=spiral&optimizer=adam&lr=0.01&l2=0.1&hidden=16&step=1000": ["penalty too strong"],
    "hidden=1,1,1&activation=relu&init=he&lr=0.1&step=1000": ["dead units"],
    "hidden=8,8,8,8&activation=tanh&init=normal&lr=0.1&step=1000": ["vanishing gradient"],
    "dataset=arms&hidden=2&step=3000": ["too few units"],
    "init=zeros&hidden=none&step=200": ["too few units", "no gradient"],
    "dataset=gaussians&noise=0.5&hidden=none&step=1000": ["nothing wrong"],
    "step=300": ["nothing wrong"],
    f"dataset=own&scaling=none&{LARGE}&step=500": ["unscaled inputs"],
    f"dataset=own&scaling=none&activation=relu&init=he&lr=10&{LARGE}&step=500": ["unscaled inputs"],
    f"dataset=own&{LARGE}&step=500": ["learned"],
    "dataset=circles&activation=linear&step=500": ["linear network"],
}


@pytest.mark.parametrize("link", CASES)
def test_a_known_case_gets_the_right_finding_first(link: str) -> None:
    experiment, step, ignored = from_link(dict(parse_qsl(link)))
    assert not ignored
    findings = diagnose(Timeline(experiment), step)
    assert [str(finding.kind) for finding in findings[: len(CASES[link])]] == CASES[link]
    if findings[0].kind is Diagnosis.LEARNED:
        assert findings[0].advice == ()
    else:
        assert findings[0].advice
        assert all(advice.outcome is not None for advice in findings[0].advice)


@pytest.mark.parametrize("link", MORE_CASES)
def test_other_cases(link: str) -> None:
    experiment, step, ignored = from_link(dict(parse_qsl(link)))
    assert not ignored
    kinds = [str(finding.kind) for finding in diagnose(Timeline(experiment), step)]
    assert kinds[: len(MORE_CASES[link])] == MORE_CASES[link]


def test_it_is_said_since_when_everything_is_frozen() -> None:
    link = "freeze=W1@20;b1@30;W2@20-25;W2@28;b2@20&step=40"
    experiment, step, _ = from_link(dict(parse_qsl(link)))
    (finding,) = diagnose(Timeline(experiment), step)
    assert finding.sentence == "Everything is frozen: since step 30 no update changes a weight or a bias."
    (advice,) = finding.advice
    assert (advice.words, advice.step) == ("updating every weight from step 40 on", 1040)
    thawed = Timeline(advice.experiment)
    assert (thawed.at(40).update != 0).all()
    assert not thawed.at(39).update.any()
    assert diagnose(Timeline(experiment), 29)[0].kind is not Diagnosis.FROZEN


def test_every_kind_has_a_case() -> None:
    named = {kind for kinds in (*CASES.values(), *MORE_CASES.values()) for kind in kinds}
    assert named == {str(kind) for kind in Diagnosis}


def test_unscaled_inputs_are_named_by_their_coordinates_whatever_the_features() -> None:
    experiment, step, _ = from_link(
        dict(parse_qsl(f"dataset=own&scaling=none&features=x1sq,x2sq&lr=0.1&{LARGE}&step=500"))
    )
    found = [each for each in diagnose(Timeline(experiment), step) if each.kind is Diagnosis.UNSCALED]
    assert found
    named = [each.name for each in found[0].evidence if "root mean square" in each.name]
    assert named == ["root mean square of x₁", "root mean square of x₂"]
