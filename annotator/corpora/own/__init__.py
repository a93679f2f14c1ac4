"""The formats that this product writes itself."""
