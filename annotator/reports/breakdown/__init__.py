"""By label, and by article, outlet and date: computed when their pages are opened."""
