"""From a department's system to a judged candidate. Never imports CKAN: it also runs on a department's own machine."""
