"""Makes the seed deliveries anew: ``python -m datasets_seed.make --help``. No part of the running portal."""
