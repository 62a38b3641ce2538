"""The statistics of a column: mean, extremes, percentiles, and their intervals from order statistics."""
import math

import numpy

PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9)


def key_of(percentile):
    return "p99_9" if percentile == 99.9 else "p%d" % percentile


def order_interval(count, percentile):
    """1-based ranks by the definition: the quantiles of Binomial(count, p), in whole numbers."""
    share, whole = round(percentile * 10), 1000
    total, seen, low = whole**count, 0, None
    for k in range(count + 1):
        seen += math.comb(count, k) * share**k * (whole - share) ** (count - k)
        if low is None and seen * 1000 >= 25 * total:
            low = k
        if seen * 1000 >= 975 * total:
            return (low, k + 1) if low >= 1 and k + 1 <= count else None
    return None


def describe(values, intervals=True):
    values = numpy.sort(numpy.array(values, dtype=float))
    result = {"count": len(values), "avg": values.mean(), "min": values[0], "max": values[-1], "std": values.std()}
    for percentile in PERCENTILES:
        result[key_of(percentile)] = numpy.percentile(values, percentile)
        ranks = order_interval(len(values), percentile) if intervals else None
        if ranks:
            result[key_of(percentile) + "_low"], result[key_of(percentile) + "_high"] = (values[rank - 1] for rank in ranks)
    return result
