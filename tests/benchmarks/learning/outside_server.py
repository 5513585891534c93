"""Answer one line of JSON with another: which formulas BayBE or BoFire would taste next.

Run by the Python of an environment of its own (``pip install baybe "bofire[optimization]"``), so it
imports nothing of ours. The first line on standard input holds the features; every further line the
tasted rows with their means, the number wanted; the answer is a list of rows.
"""

import json
import sys
import warnings
from collections.abc import Callable

Recommend = Callable[[list[int], list[float], int], list[int]]


def baybe(x: list[list[float]]) -> Recommend:
    """Discrete search space with one descriptor vector a formula, library defaults otherwise."""
    import pandas as pd
    from baybe import Campaign
    from baybe.objectives import SingleTargetObjective
    from baybe.parameters import CustomDiscreteParameter
    from baybe.recommenders import BotorchRecommender
    from baybe.searchspace import SearchSpace
    from baybe.targets import NumericalTarget

    names = [f"f{i:04d}" for i in range(len(x))]
    table = pd.DataFrame(x, index=names, columns=[f"d{j}" for j in range(len(x[0]))])
    space = SearchSpace.from_product([CustomDiscreteParameter(name="formula", data=table)])
    objective = SingleTargetObjective(NumericalTarget(name="liking"))

    def recommend(rows: list[int], means: list[float], n: int) -> list[int]:
        campaign = Campaign(
            space, objective, BotorchRecommender(), allow_recommending_already_measured=False
        )
        campaign.add_measurements(
            pd.DataFrame({"formula": [names[i] for i in rows], "liking": means})
        )
        return [names.index(name) for name in campaign.recommend(n)["formula"]]

    return recommend


def bofire(x: list[list[float]]) -> Recommend:
    """Single-objective strategy on a categorical input with descriptors, library defaults."""
    import bofire.strategies.api as strategies
    import pandas as pd
    from bofire.data_models.domain.api import Domain, Inputs, Outputs
    from bofire.data_models.features.api import CategoricalDescriptorInput, ContinuousOutput
    from bofire.data_models.objectives.api import MaximizeObjective
    from bofire.data_models.strategies.api import SoboStrategy

    names = [f"f{i:04d}" for i in range(len(x))]
    formula = CategoricalDescriptorInput(
        key="formula",
        categories=names,
        descriptors=[f"d{j}" for j in range(len(x[0]))],
        values=x,
    )
    liking = ContinuousOutput(key="liking", objective=MaximizeObjective(w=1.0))

    def recommend(rows: list[int], means: list[float], n: int) -> list[int]:
        allowed = [i not in rows for i in range(len(names))]
        inputs = Inputs(features=[formula.model_copy(update={"allowed": allowed})])
        domain = Domain(inputs=inputs, outputs=Outputs(features=[liking]))
        strategy = strategies.map(SoboStrategy(domain=domain, seed=0))
        strategy.tell(
            pd.DataFrame({"formula": [names[i] for i in rows], "liking": means, "valid_liking": 1})
        )
        return [names.index(name) for name in strategy.ask(n)["formula"]]

    return recommend


def main() -> None:
    warnings.simplefilter("ignore")
    answers = sys.stdout
    sys.stdout = sys.stderr  # what the libraries print must not stand among the answers
    build = {"baybe": baybe, "bofire": bofire}[sys.argv[1]]
    recommend = build(json.loads(sys.stdin.readline()))
    print("[]", file=answers, flush=True)  # ready
    for line in sys.stdin:
        asked = json.loads(line)
        rows = recommend(asked["rows"], asked["means"], asked["n"])
        print(json.dumps([int(i) for i in rows]), file=answers, flush=True)


if __name__ == "__main__":
    main()
