"""Commands of other tools as their documentation prints them, where they stand there, and what becomes of each here.

GenAI-Perf: triton-inference-server/perf_analyzer at 263c5f6, unless another commit is named; below genai-perf/.
AIPerf: ai-dynamo/aiperf at db4f639 (0.1.1), unless another commit is named.
"""
import dataclasses

WORKS = "works"
REFUSED = "refused"

EMBEDDINGS = """{"text": "What was the first car ever driven?"}
{"text": "Who served as the 5th President of the United States of America?"}
{"text": "Is the Sydney Opera House located in Australia?"}
{"text": "In what state did they film Shrek 2?"}
"""
RANKED = {"rankings_jsonl/queries.jsonl": '{"text": "What was the first car ever driven?"}\n',
          "rankings_jsonl/passages.jsonl": '{"text": "Eric Anderson (born January 18, 1968) is an American sociologist."}\n'
                                           '{"text": "Kevin Loader is a British film and television producer."}\n'}
SCHEDULE = "\n".join('{"timestamp": %d, "text_input": "Question %d", "output_length": 10}' % (i * 100, i) for i in range(5)) + "\n"


@dataclasses.dataclass(frozen=True)
class Command:
    where: str
    text: str  # as printed there
    becomes: str = WORKS
    said: str = ""  # of a refused one: part of what it says; of another: part of a warning
    files: dict[str, str] = dataclasses.field(default_factory=dict)


# The three of the contract, typed exactly against a server on localhost:8000.
CONTRACT = [
    Command("the oldest form", "genai-perf -m gpt2 --service-kind openai --endpoint-type chat --tokenizer gpt2"),
    Command("the oldest form, pictures",
            "genai-perf -m gpt2 --service-kind openai --endpoint-type completions --tokenizer gpt2 --generate-plots",
            said="--generate-plots has no effect"),
    Command("the oldest form, embeddings",
            "genai-perf -m intfloat/e5-mistral-7b-instruct --batch-size 2 --service-kind openai "
            "--endpoint-type embeddings --input-file embeddings.jsonl", files={"embeddings.jsonl": EMBEDDINGS}),
]

GENAI_PERF = [
    Command("README.md:157", """
genai-perf profile \\
  -m gpt2 \\
  --backend tensorrtllm \\
  --streaming
""", said="--backend has no effect"),
    Command("README.md:280", """
genai-perf profile \\
  -m gpt2 \\
  --backend tensorrtllm \\
  --streaming \\
  --concurrency 1 \\
  --generate-plots
""", said="--generate-plots has no effect"),
    Command("docs/tutorial.md:56", """
genai-perf profile \\
  -m gpt2 \\
  --backend tensorrtllm \\
  --synthetic-input-tokens-mean 200 \\
  --synthetic-input-tokens-stddev 0 \\
  --output-tokens-mean 100 \\
  --output-tokens-stddev 0 \\
  --output-tokens-mean-deterministic \\
  --streaming \\
  --request-count 50 \\
  --warmup-request-count 10
"""),
    Command("docs/tutorial.md:139", """
genai-perf profile \\
  -m HuggingFaceH4/zephyr-7b-beta \\
  --endpoint-type chat \\
  --synthetic-input-tokens-mean 200 \\
  --synthetic-input-tokens-stddev 0 \\
  --output-tokens-mean 100 \\
  --output-tokens-stddev 0 \\
  --streaming \\
  --request-count 50 \\
  --warmup-request-count 10
"""),
    Command("docs/tutorial.md:181", """
genai-perf profile \\
  -m gpt2 \\
  --endpoint-type completions \\
  --synthetic-input-tokens-mean 200 \\
  --synthetic-input-tokens-stddev 0 \\
  --output-tokens-mean 100 \\
  --output-tokens-stddev 0 \\
  --request-count 50 \\
  --warmup-request-count 10
"""),
    Command("docs/embeddings.md:45", """
genai-perf profile \\
    -m intfloat/e5-mistral-7b-instruct \\
    --endpoint-type embeddings \\
    --batch-size-text 2
"""),
    Command("docs/embeddings.md:76", """
genai-perf profile \\
    -m intfloat/e5-mistral-7b-instruct \\
    --endpoint-type embeddings \\
    --batch-size-text 2 \\
    --input-file embeddings.jsonl
""", files={"embeddings.jsonl": EMBEDDINGS}),
    Command("docs/embeddings.md:98", """
genai-perf profile \\
    -m intfloat/e5-mistral-7b-instruct \\
    --endpoint-type embeddings \\
    --extra-inputs user:sample_user
"""),
    Command("docs/lora.md:100", """
genai-perf profile \\
  -m adapter1 adapter2 \\
  --tokenizer meta-llama/Llama-2-7b-hf \\
  --endpoint-type completions \\
  --model-selection-strategy round_robin
"""),
    Command("docs/lora.md:217", """
genai-perf profile \\
  -m alignment-handbook/zephyr-7b-dpo-lora Undi95/Mistral-7B-roleplay_alpaca-lora \\
  --tokenizer mistralai/Mistral-7B-Instruct-v0.1 \\
  --endpoint-type completions \\
  --model-selection-strategy round_robin \\
  --concurrency=128
"""),
    Command("docs/rankings.md at 177bff5, synthetic inputs", """
genai-perf profile \\
    -m BAAI/bge-reranker-base \\
    --service-kind openai \\
    --endpoint-type rankings \\
    --endpoint rerank \\
    --input-file synthetic:queries,passages \\
    -u localhost:8080 \\
    --extra-inputs rankings:tei \\
    --synthetic-input-tokens-mean 100 \\
    --batch-size-text 2
"""),
    Command("docs/rankings.md at 177bff5, custom inputs", """
genai-perf profile \\
    -m BAAI/bge-reranker-base \\
    --service-kind openai \\
    --endpoint-type rankings \\
    --endpoint rerank \\
    --input-file rankings_jsonl/ \\
    -u localhost:8080 \\
    --extra-inputs rankings:tei
""", files=RANKED),
    Command("docs/goodput.md:63", """
genai-perf profile \\
    -m HuggingFaceH4/zephyr-7b-beta \\
    --endpoint-type chat \\
    --streaming \\
    --request-count 10 \\
    --goodput time_to_first_token:75 inter_token_latency:19.75
"""),
    Command("docs/goodput.md:120", """
genai-perf profile \\
    -m intfloat/e5-mistral-7b-instruct \\
    --endpoint-type embeddings \\
    --batch-size-text 2 \\
    --input-file embeddings.jsonl \\
    --measurement-interval 1000 \\
    --goodput request_latency:22.5
""", files={"embeddings.jsonl": EMBEDDINGS}),
    Command("docs/gpu_telemetry.md:183", """
genai-perf profile \\
    -m gpt2 \\
    --endpoint-type chat \\
    --server-metrics-urls http://localhost:9400/metrics \\
    --verbose
"""),
    Command("docs/analyze.md:67", """
genai-perf analyze -m gpt2 --backend vllm --sweep-type num_dataset_entries --sweep-range 100:200:50
"""),
    Command("docs/multi_turn.md:62", """
genai-perf profile \\
  -m TinyLlama/TinyLlama-1.1B-Chat-v1.0 \\
  --endpoint-type chat \\
  --num-sessions 10 \\
  --session-concurrency 5 \\
  --session-turns-mean 2 \\
  --session-turns-stddev 0 \\
  --session-turn-delay-mean 1000 \\
  --session-turn-delay-stddev 5 \\
  --synthetic-input-tokens-mean 50 \\
  --output-tokens-mean 50 \\
  --num-prefix-prompts 3 \\
  --prefix-prompt-length 15
""", REFUSED, "not conversations"),
    Command("docs/multi_turn.md:137", """
genai-perf profile \\
  -m TinyLlama/TinyLlama-1.1B-Chat-v1.0 \\
  --endpoint-type chat \\
  --input-file payload:inputs.jsonl \\
  --session-concurrency 2 \\
  --session-delay-ratio 0.5
""", REFUSED, "payload:"),
]

AIPERF = [
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
""", REFUSED, "--custom-dataset-type", files={"precise_schedule.jsonl": SCHEDULE}),
    Command("docs/tutorials/sequence-distributions.md:93", """
aiperf profile \\
    --model Qwen/Qwen3-0.6B \\
    --endpoint-type chat \\
    --endpoint /v1/chat/completions \\
    --streaming \\
    --url localhost:8000 \\
    --sequence-distribution "64|10,32|8:70;256|40,128|20:20;1024|100,512|50:10"
""", REFUSED, "--isl and --osl"),
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
