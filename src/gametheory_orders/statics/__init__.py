"""What changes what: proved comparative statics, parameter studies, the ledger of claims."""
