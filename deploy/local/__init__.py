"""The local run (DESIGN D13): all services as this project's own processes, in one data folder, under supervisord."""
