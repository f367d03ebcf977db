"""Tables as departments write them, made from a seed: clean ones, and such with one planted defect whose place we know.

``python -m lifelike FOLDER [--seed N] [--clean N] [--faulty N]`` writes them as deliveries, with ``expected.csv``.
"""
