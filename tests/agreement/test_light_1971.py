"""Light (1971): for several annotators, the mean of Cohen's kappa over pairs."""

from annotator.agreement import cohen_kappa, light_kappa, ratings_from_codes


def test_it_is_the_mean_of_cohens_kappa_under_its_own_name() -> None:
    ratings = ratings_from_codes([[0, 1, 0, 1, 2], [0, 1, 1, 1, 2], [0, 2, 0, 0, 2]])
    light, cohen = light_kappa(ratings), cohen_kappa(ratings)
    assert light[0].name == "light_kappa"
    assert light[0].value == cohen[0].value
    assert light[0].parameters["pairs"] == 3


def test_its_interval_covers_the_value_and_is_repeatable() -> None:
    codes = [[0, 1, 0, 1, 2, 1] * 5, [0, 1, 1, 1, 2, 0] * 5, [0, 2, 0, 0, 2, 1] * 5]
    first, second = (light_kappa(ratings_from_codes(codes), resamples=200)[0] for _ in range(2))
    assert first.interval == second.interval
    assert first.interval.low < first.value < first.interval.high
