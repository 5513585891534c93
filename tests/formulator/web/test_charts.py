"""Charts are drawn while the app is still starting."""

from __future__ import annotations

import subprocess
import sys

WHILE_PANDAS_IS_IMPORTED = """
import sys, threading, time
import altair
assert "pandas" not in sys.modules, "the race cannot be shown"
thread = threading.Thread(target=__import__, args=("pandas",))
thread.start()
while "pandas" not in sys.modules:
    time.sleep(0)
from formulator.web.story_charts import trend_chart
row = {"iteration": "1", "mean": 5.0, "low": 4.0, "high": 6.0, "name": "F1", "distance": 0.5}
print(trend_chart([row], control=("milk", 7.0)).to_dict()["height"])
"""


def test_a_chart_waits_for_what_another_thread_imports() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WHILE_PANDAS_IS_IMPORTED],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() == "300"
