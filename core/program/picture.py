"""The picture at the end of a notebook: the predicted class over the plane, with the training samples."""

from __future__ import annotations

from core.program.layout import Line, Section, inner, lines
from core.program.plan import Plan
from core.run.features import FEATURES


def picture(plan: Plan, library: str) -> Section:
    """Return the section that draws the plane with Matplotlib."""
    X, Y = ("X_train.T", "Y_train.T") if plan.columns else ("X_train", "Y_train")
    grid = "grid.T" if plan.columns else "grid"
    if library == "torch":
        outputs = f"A = forward(torch.tensor({grid})).detach().numpy()"
    elif len(plan.returned) == 1:
        outputs = f"A = forward({grid})"
    else:
        outputs = f"*_, A = forward({grid})"
    names = plan.experiment.features
    columns: list[Line] = [(f"    {FEATURES[name].code.replace('X', 'grid')},", "") for name in names]
    more: list[Line | str] = ["grid = np.column_stack([", *inner("grid,"), *columns, "])"] if names else []
    code = lines(
        "import matplotlib.pyplot as plt",
        "",
        f"points, y = np.asarray({X}), np.asarray({Y}).argmax(axis=1)",
        "sides = [np.linspace(p.min() - 0.2, p.max() + 0.2, 200) for p in points.T[:2]]",
        "x1, x2 = np.meshgrid(*sides)",
        ("grid = np.column_stack([x1.ravel(), x2.ravel()])", "a point of the plane in each row"),
        *more,
        (outputs, "the largest output is the predicted class"),
        f"predicted = A.argmax({plan.by_units}).reshape(x1.shape)",
        'plt.contourf(x1, x2, predicted, levels=np.arange(y.max() + 2) - 0.5, alpha=0.3, cmap="viridis")',
        'plt.scatter(points[:, 0], points[:, 1], c=y, s=15, cmap="viridis")',
        'plt.gca().set_aspect("equal")',
        "plt.show()",
    )
    words = "The predicted class of each point of the plane, and the training samples. It needs Matplotlib."
    return Section("Plot", words, code)
