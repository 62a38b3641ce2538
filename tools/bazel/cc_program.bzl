"""A program that people start: quick to start, for it loads few shared libraries."""

def cc_program(name, srcs, deps, visibility = None):
    """A cc_binary that holds gRPC, Protocol Buffers and Abseil instead of loading their 60 libraries.

    Loading and relocating those takes longer than all else that `--help` does. The sanitizers keep the shared ones: what they
    are told to leave alone they know by the library's file.
    """
    native.cc_binary(
        name = name,
        srcs = srcs,
        additional_linker_inputs = ["@system//:archives"],
        # Of the libraries left most symbols are never called: bound when they are, --help is quick.
        linkopts = ["-Wl,-z,lazy"] + select({
            "//tools/bazel:sanitized": [],
            "//conditions:default": ["-Lexternal/system/archives"],
        }),
        visibility = visibility,
        deps = deps + select({
            "//tools/bazel:sanitized": ["//tools/bazel:tsan_suppressions"],
            "//conditions:default": [],
        }),
    )
