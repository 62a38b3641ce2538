"""Integration tests: Python 3 of the system, its standard library alone, real processes on loopback."""

def integration_test(name, size = "medium", tags = [], data = [], alone = False):
    """NAME.py as a test. With `alone` it has the machine to itself: for what judges times, or fills two cores."""
    native.sh_test(
        name = name,
        size = size,
        srcs = ["run.sh"],
        args = [name + ".py"],
        data = [
            name + ".py",
            ":harness",
            "//agent:barrage-agent",
            "//coordinator:barrage",
            "//tests/sim:barrage-sim",
        ] + data,
        tags = ["local"] + (["exclusive"] if alone else []) + tags,
    )
