"""The gamma of Mathet, Widlöcher and Métivier (2015): best alignment of spans, against chance."""
