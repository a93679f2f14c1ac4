"""brat's standoff format: whose file is which, and what its lines say."""
