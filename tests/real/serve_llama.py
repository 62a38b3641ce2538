"""llama.cpp's own C++ server (its tools/server, with its HTTP stack), from the xllamacpp wheel."""
import argparse
import os
import signal

import xllamacpp

parser = argparse.ArgumentParser(prog="serve")
parser.add_argument("--model-dir", required=True)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--parallel", type=int, default=16, help="slots: requests decoded together; more wait their turn")
parser.add_argument("--context", type=int, default=4096, help="tokens a slot")
parser.add_argument("--threads", type=int, default=1, help="of the engine; HTTP has its own")
parser.add_argument("--embeddings", action="store_true", help="serve /v1/embeddings too")
parser.add_argument("--api-key", action="append", default=[])
options = parser.parse_args()

params = xllamacpp.CommonParams()
params.model.path = os.path.join(options.model_dir, "tiny.gguf")
params.model_alias = {"tiny"}
params.hostnames, params.port = [options.host], options.port
params.n_parallel, params.n_ctx = options.parallel, options.parallel * options.context
params.n_threads_http = max(64, 2 * options.parallel)
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options.threads
params.endpoint_metrics = params.endpoint_slots = params.endpoint_props = True
params.api_keys = options.api_key
params.cache_ram_mib = 0  # no second prompt cache beside the slots'
sampling = params.sampling
sampling.temp, sampling.top_k, sampling.top_p, sampling.min_p = 1.0, 0, 1.0, 0.0  # OpenAI's and vLLM's defaults
if options.embeddings:
    params.embedding = True
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    params.n_ubatch = params.n_batch = options.context  # an input is embedded in one piece

server = xllamacpp.Server(params)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)  # ends at once: streams are cut
print(server.listening_address, flush=True)
signal.pause()
