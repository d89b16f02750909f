"""For those who write procedures: a beginning, a look before anybody else sees it, and what editors need to help."""
