"""The assets of a run, from source systems to published marts, one module per step."""
