"""How the portal is put onto machines. May import everything; nothing imports it."""
