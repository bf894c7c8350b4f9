"""The evidence of a finding: numbers of the run, as the pages print them, and where they can be seen."""

from __future__ import annotations

from core.diagnosis.finding import Evidence
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.wording import number, percent


def number_shown(name: str, value: float, place: str) -> Evidence:
    """Return a number as evidence."""
    return Evidence(name, float(value), number(float(value)), place)


def share_shown(name: str, value: float, place: str) -> Evidence:
    """Return a fraction as evidence, printed as a percentage."""
    return Evidence(name, float(value), percent(value), place)


def loss_now(symptoms: Symptoms) -> Evidence:
    """Return the training loss."""
    return number_shown("training loss", symptoms.now.train_loss, "loss")


def accuracy_now(symptoms: Symptoms) -> Evidence:
    """Return the training accuracy."""
    return share_shown("training accuracy", symptoms.now.train_accuracy, "accuracy")


def rate_now(symptoms: Symptoms) -> Evidence:
    """Return the learning rate of the next update."""
    return number_shown("learning rate", symptoms.now.learning_rate, "loss")


def gradient_of(symptoms: Symptoms, layer: int) -> Evidence:
    """Return the gradient norm of a layer, counted from 1."""
    norm = symptoms.signs[layer - 1].gradient_norm
    return number_shown(f"gradient norm of layer {layer}", norm, "gradients")


def gradient_now(symptoms: Symptoms) -> Evidence:
    """Return the norm of the gradient of all training samples."""
    return number_shown("gradient norm of all layers", symptoms.gradient_norm, "gradients")
