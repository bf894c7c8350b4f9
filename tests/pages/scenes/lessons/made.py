"""A small lesson to change: every kind of question, without a fault."""

LESSON = """+++
title = "A small lesson"
minutes = 5
able = ["Read a run."]
+++

## First

```run
link = "dataset=circles&lr=3"
pictures = ["plane", "curves"]
```

The loss is {train_loss} at step {step}.

```choose
name = "first"
ask = "Will it fall?"
then = "step=300"

[[option]]
text = "Yes"
if = "train_loss(step=300) < train_loss"

[[option]]
text = "No"
misconception = "A large rate never works"
reply = "It fell to {train_loss(step=300)}."
```

It is {train_loss} now.

## A number

```number
name = "number"
ask = "What is dW₂[unit 1, class 0]?"
answer = "dW2[unit 1, class 0]"
hint = "Look at the sum."

[[wrong]]
value = "n * dW2[unit 1, class 0]"
misconception = "1/n is left out"
reply = "This is n = {n} times too much."
```

## A sign

```sign
name = "sign"
ask = "Which sign has it?"
of = "dW2[unit 1, class 0]"
hint = "Look again."

[[wrong]]
sign = "positive"
misconception = "The gradient points where the loss falls"
reply = "It points where the loss grows."
```

## A shape

```shape
name = "shape"
ask = "Which shape has db₂?"
of = "db2"
hint = "That of b₂."

[[wrong]]
shape = "n k"
misconception = "db is not summed over the samples"
reply = "This is the shape of dZ₂."

[[wrong]]
shape = "n"
misconception = "db is summed over the wrong axis"
reply = "This has one entry for each sample."
```

## A goal

```run
link = "dataset=moons&lr=0.01&step=300"
```

```reach
name = "goal"
ask = "Reach {0.85|%}."
hint = "The rate is too small."
then = "step=300"
goal = "test_accuracy >= 0.85"
by = ["lr"]
solution = "lr=1"
```

At a rate of {lr} it has {test_accuracy}.
"""
