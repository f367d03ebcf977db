"""The CKAN side of the portal: ledger, the two doors, publication, pages."""
