"""Commands of GenAI-Perf: triton-inference-server/perf_analyzer at 263c5f6, unless another commit is named; below genai-perf/."""
from doc_command import REFUSED, Command

EMBEDDINGS = """{"text": "What was the first car ever driven?"}
{"text": "Who served as the 5th President of the United States of America?"}
{"text": "Is the Sydney Opera House located in Australia?"}
{"text": "In what state did they film Shrek 2?"}
"""
RANKED = {"rankings_jsonl/queries.jsonl": '{"text": "What was the first car ever driven?"}\n',
          "rankings_jsonl/passages.jsonl": '{"text": "Eric Anderson (born January 18, 1968) is an American sociologist."}\n'
                                           '{"text": "Kevin Loader is a British film and television producer."}\n'}

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

DOCUMENTED = [
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
