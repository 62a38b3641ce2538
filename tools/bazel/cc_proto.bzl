"""C++ messages, and gRPC services where asked, from .proto files, with the system's protoc."""

def cc_proto(name, srcs, deps = [], services = False, visibility = None):
    """A cc_library `name` for `srcs`; `deps` are the cc_proto targets that they import.

    Only `services = True` links gRPC, so that a library without a network may hold messages.
    """
    native.filegroup(
        name = name + "_protos",
        srcs = srcs + [dep + "_protos" for dep in deps],
        visibility = visibility,
    )
    headers = [src.replace(".proto", ".pb.h") for src in srcs]
    sources = [src.replace(".proto", ".pb.cc") for src in srcs]
    command = ["protoc -I. --cpp_out=$(GENDIR)"]
    if services:
        headers += [src.replace(".proto", ".grpc.pb.h") for src in srcs]
        sources += [src.replace(".proto", ".grpc.pb.cc") for src in srcs]
        command.append("--grpc_out=$(GENDIR) --plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin")
    native.genrule(
        name = name + "_generated",
        srcs = srcs + [dep + "_protos" for dep in deps],
        outs = headers + sources,
        cmd = " ".join(command + [native.package_name() + "/" + src for src in srcs]),
    )
    native.cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = ["-w"],
        visibility = visibility,
        deps = deps + ["@system//:grpc" if services else "@system//:protobuf"],
    )
