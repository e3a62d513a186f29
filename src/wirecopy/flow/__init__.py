"""Steps of the flow that `run.py` has no room for."""
