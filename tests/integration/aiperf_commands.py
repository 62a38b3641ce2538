"""Commands of AIPerf: ai-dynamo/aiperf at db4f639 (0.1.1), unless another commit is named."""
from doc_command import REFUSED, Command

SCHEDULE = "\n".join('{"timestamp": %d, "text_input": "Question %d", "output_length": 10}' % (i * 100, i) for i in range(5)) + "\n"

DOCUMENTED = [
    Command("README.md:64", "aiperf profile --model Qwen/Qwen3-0.6B --url localhost:8000 --endpoint-type chat"),
    Command("README.md:129", """
aiperf profile \\
  --model Qwen/Qwen3-0.6B \\
  --url http://localhost:8000 \\
  --endpoint-type chat \\
  --concurrency 10 \\
  --request-count 100 \\
  --streaming
"""),
    Command("docs/tutorial.md:123", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --request-rate 32 \\
    --request-count 64 \\
    --url localhost:8000
"""),
    Command("docs/tutorials/goodput.md:44", """
aiperf profile \\
    -m Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --streaming \\
    --url localhost:8000 \\
    --request-count 20 \\
    --goodput "time_to_first_token:100 inter_token_latency:3.40"
"""),
    Command("docs/tutorials/request-cancellation.md:32", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --request-cancellation-rate 10 \\
    --request-cancellation-delay 0.5 \\
    --synthetic-input-tokens-mean 800 \\
    --synthetic-input-tokens-stddev 80 \\
    --output-tokens-mean 400 \\
    --output-tokens-stddev 40 \\
    --concurrency 8 \\
    --request-count 50 \\
    --warmup-request-count 5
"""),
    Command("docs/tutorials/request-cancellation.md:61", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --request-cancellation-rate 50 \\
    --request-cancellation-delay 1.0 \\
    --synthetic-input-tokens-mean 1200 \\
    --output-tokens-mean 600 \\
    --concurrency 10 \\
    --request-count 40
"""),
    Command("docs/tutorials/request-cancellation.md:83", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --request-cancellation-rate 30 \\
    --request-cancellation-delay 0.0 \\
    --synthetic-input-tokens-mean 500 \\
    --output-tokens-mean 100 \\
    --concurrency 15 \\
    --request-count 60
"""),
    Command("docs/cli_options.md at 90fd409, examples: 1",
            "aiperf profile --model Qwen/Qwen3-0.6B --url localhost:8000 --endpoint-type chat --streaming"),
    Command("docs/cli_options.md at 90fd409, examples: 2",
            "aiperf profile --model your_model --url localhost:8000 --concurrency 10 --request-count 100"),
    Command("docs/cli_options.md at 90fd409, examples: 7",
            'aiperf profile --model your_model --url localhost:8000 --goodput "request_latency:250 inter_token_latency:10"'),
    Command("docs/tutorials/embeddings.md at f37d3dd: 1", """
aiperf profile \\
    --model BAAI/bge-small-en-v1.5 \\
    --endpoint-type embeddings \\
    --endpoint /v1/embeddings \\
    --synthetic-input-tokens-mean 100 \\
    --synthetic-input-tokens-stddev 0 \\
    --url localhost:8000 \\
    --request-count 20 \\
    --concurrency 4
"""),
    Command("docs/tutorial.md:81", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8080 \\
    --synthetic-input-tokens-mean 100 \\
    --synthetic-input-tokens-stddev 0 \\
    --output-tokens-mean 200 \\
    --output-tokens-stddev 0 \\
    --extra-inputs min_tokens:200 \\
    --extra-inputs ignore_eos:true \\
    --concurrency 4 \\
    --request-count 64 \\
    --warmup-request-count 1 \\
    --conversation-num 8 \\
    --random-seed 100
""", REFUSED, "not conversations"),
    Command("docs/tutorials/fixed-schedule.md:73", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --input-file precise_schedule.jsonl \\
    --custom-dataset-type mooncake_trace \\
    --fixed-schedule-auto-offset
""", files={"precise_schedule.jsonl": SCHEDULE}),
    Command("docs/tutorials/sequence-distributions.md:93", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --sequence-distribution "64|10,32|8:70;256|40,128|20:20;1024|100,512|50:10"
"""),
    Command("docs/tutorials/arrival-patterns.md at d42f78e: warm-up with a stable pattern", """
aiperf profile \\
    --model your-model \\
    --url localhost:8000 \\
    --endpoint-type chat \\
    --streaming \\
    --request-rate 100 \\
    --arrival-pattern gamma \\
    --arrival-smoothness 0.8 \\
    --warmup-arrival-pattern constant \\
    --warmup-duration 30 \\
    --benchmark-duration 120
""", REFUSED, "the warm-up has the load of the measurement"),
]
