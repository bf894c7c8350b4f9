"""The patients of the Clinic: a table to read and to extend.

To add one, make a run that fails in the Playground, pause it where it is to be judged, and copy its link.
`Patient` explains each line; `CAUSES` lists what can be wrong.  Then run
``python -m pytest tests/pages/scenes/clinic``: it runs each patient and checks that it fails, that its
cause is seen in its numbers, that the three other answers are not, and that each cure cures.
"""

from pages.scenes.clinic.patient import Patient

PATIENTS = {
    "still": Patient(
        complaint="The loss has not moved since step 0.",
        link="dataset=moons&init=zeros&step=500",
        cause="symmetry",
        others=("nothing_wrong", "rate_too_small", "too_few_units"),
        hint="Compare the activation maps of the four hidden units.",
        lesson="All weights start at 0. Then all units of a layer get the same gradient and stay equal, "
        "however many there are. Random initial weights break the symmetry.",
        cured_below=0.3,
        cures=("init=xavier", "init=he", "init=normal"),
    ),
    "crawl": Patient(
        complaint="The loss falls, but at this speed it will take all night.",
        link="dataset=circles&lr=0.001&step=2000",
        cause="rate_too_small",
        others=("overshooting", "too_few_units", "vanishing"),
        hint="Press play, and look at the curve of the loss: it is smooth and almost flat.",
        lesson="The direction of each update is right. Its size is the learning rate times the gradient: "
        "with a thousandth of the rate, it takes a thousand times as many steps.",
        cured_below=0.3,
        cures=("lr=1", "lr=3"),
    ),
    "line": Patient(
        complaint="It draws one straight line through my circles.",
        link="dataset=circles&hidden=1&step=3000",
        cause="too_few_units",
        others=("local_minimum", "nothing_wrong", "rate_too_small"),
        hint="How many straight lines does it take to enclose the inner circle?",
        lesson="Each hidden unit contributes one straight line. With one unit the boundary is that line, "
        "whatever its weights. It takes three to enclose a circle.",
        cured_below=0.3,
        cures=("hidden=3", "hidden=4", "hidden=8"),
    ),
    "worse": Patient(
        complaint="The loss is higher than before training, and it stays there.",
        link="dataset=circles&lr=10&step=2000",
        cause="saturated",
        others=("nothing_wrong", "rate_too_small", "vanishing"),
        hint="Go to the start, and look at the activation maps after the first ten steps.",
        lesson="The first updates were so large that they drove the pre-activations far from 0, where σ is "
        "flat. Now hardly any gradient passes back through them. The rate must be smaller from the start.",
        cured_below=0.3,
        cures=("lr=1", "lr=3", "lr=5"),
    ),
    "half": Patient(
        complaint="I added regularization, and now it predicts a probability of 0.5 everywhere.",
        link="dataset=circles&l2=0.1&step=2000",
        cause="l2_too_strong",
        others=("nothing_wrong", "rate_too_small", "too_few_units"),
        hint="Show the weights in the heatmaps of the Playground. What has become of them?",
        lesson="The penalty (λ/2) Σ W² costs more than larger weights would gain on the data, so the "
        "best weights are near 0.",
        cured_below=0.3,
        cures=("l2=0", "l2=0.001", "l2=0.003"),
    ),
    "deep": Patient(
        complaint="I made it four layers deep, and now it learns nothing.",
        link="dataset=circles&hidden=8,8,8,8&step=2000",
        cause="vanishing",
        others=("saturated", "rate_too_small", "symmetry"),
        hint="Compare the gradient norms of the layers at step 0.",
        lesson="σ′ is at most ¼. Each sigmoid layer makes the gradient smaller, so layer 1 hardly learns. "
        "The derivative of tanh is up to 1, and fewer layers shrink the gradient less.",
        cured_below=0.3,
        cures=("activation=tanh", "hidden=8", "hidden=8,8", "init=he"),
    ),
    "xor": Patient(
        complaint="It cannot do XOR, however long I wait.",
        link="dataset=xor&noise=0&hidden=none&step=2000",
        cause="no_hidden_layer",
        others=("local_minimum", "nothing_wrong", "rate_too_small"),
        hint="What shape does the boundary have, and what shape would solve this?",
        lesson="Without a hidden layer, the boundary between the classes is a straight line, and no line "
        "separates XOR. The loss is at its minimum: training did all it could.",
        cured_below=0.3,
        cures=("hidden=2", "hidden=3", "hidden=4"),
    ),
    "same": Patient(
        complaint="My ReLU network predicts the same class everywhere.",
        link="dataset=spiral&hidden=8,8&activation=relu&init=he&lr=100&step=1000",
        cause="dead",
        others=("overfitting", "nothing_wrong", "too_few_units"),
        hint="Look at the activation maps: is any unit above 0 anywhere?",
        lesson="One update that was far too large made all pre-activations negative. There ReLU and its "
        "derivative are 0, so the weights never change again.",
        cured_below=0.3,
        cures=("lr=1", "lr=0.3"),
    ),
    "corner": Patient(
        complaint="Two of my friends solve it with the same settings. Mine stays at 74 % accuracy.",
        link="dataset=xor&noise=0&samples=100&hidden=2&seed=1&step=2000",
        cause="local_minimum",
        others=("overfitting", "nothing_wrong", "rate_too_small"),
        hint="What differs between you and your friends, if all settings are the same?",
        lesson="Two units are just enough for XOR, so some initial weights lead to a dead end. Others "
        "do not. More units leave more ways out.",
        cured_below=0.3,
        cures=("seed=2", "hidden=3", "hidden=4", "optimizer=momentum", "init=normal"),
    ),
    "huge": Patient(
        complaint="My loss has more than a hundred digits.",
        link="dataset=circles&lr=3&l2=1&step=400",
        cause="penalty_overshoots",
        others=("batch_noise", "symmetry", "vanishing"),
        hint="What does an update do to a weight if there is only the penalty, and no data?",
        lesson="The gradient of the penalty is λW, so an update turns W into (1 − lr · λ) W. The sign "
        "changes and the size grows at each step. A smaller rate stops that, but this λ still pulls all "
        "weights to 0.",
        cured_below=0.3,
        cures=("l2=0", "l2=0.001"),
    ),
    "jumpy": Patient(
        complaint="The loss jumps up and down and never settles.",
        link="dataset=moons&noise=0.3&batch=1&lr=3&step=1500",
        cause="batch_noise",
        others=("overfitting", "nothing_wrong", "vanishing"),
        hint="Step forward ten times. Does each update help the other samples, too?",
        lesson="An update from one sample suits that sample. At a large rate, the next one undoes it. "
        "Larger batches average the noise; a smaller rate averages it over time.",
        cured_below=0.4,
        cures=("batch=full", "lr=0.3", "lr=0.1"),
    ),
    "perfect": Patient(
        complaint="Everything is right in training, yet the test loss grows and grows.",
        link="dataset=moons&samples=40&noise=0.3&test=0.5&hidden=32,32&activation=relu&optimizer=adam"
        "&lr=0.01&step=1000",
        cause="overfitting",
        others=("local_minimum", "batch_noise", "nothing_wrong"),
        hint="Compare the two curves of the loss. From which step on do they move apart?",
        lesson="The network has far more parameters than there are training points, so it bends the "
        "boundary around each noisy point. A penalty, a smaller network or less training prevents that.",
        cured_below=0.5,
        cures=("l2=0.03", "l2=0.01", "hidden=4", "lr=0.0001"),
    ),
}  # fmt: skip
"""By the name in the link, in the order of the page: the easier ones first."""
