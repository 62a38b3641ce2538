#!/usr/bin/env python3
"""Writes a tiny Llama with made-up weights and a real byte-level BPE tokenizer.

    make_model.py DIR     DIR/tiny.gguf                          for llama.cpp
                          DIR/model.safetensors, config.json     the same weights for Hugging Face and MLX loaders
                          DIR/tokenizer.json, tokenizer_config.json

The same inputs give the same bytes: the tokenizer is trained on licence texts every Debian has (CORPUS_SHA256 says which),
the weights come from one seeded generator of integers, and nothing depends on the CPU. What it writes is word salad at the
word frequencies of the corpus: the logits are the unigram log-probability plus a random function of the context.
  * Some characters (CHAINS) come out byte by byte, one token a byte, in the right order: a server has to hold bytes back.
  * Any token may be the end, with a chance of about 1 in 200 at temperature 1 without top-k, top-p or min-p: so both
    finish reasons, "stop" and "length", happen. ignore_eos prevents the first.
"""
import hashlib, json, math, pathlib, sys
import gguf
import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

SEED, VOCAB, DIM, FFN, LAYERS, HEADS, KV_HEADS, CONTEXT, THETA, EPS = 20240229, 2048, 128, 384, 3, 4, 2, 8192, 10000.0, 1e-5
HEAD = DIM // HEADS
BOS, EOS, START, PAD = "<|bos|>", "<|im_end|>", "<|im_start|>", "<|pad|>"
SPECIAL = [BOS, EOS, START, PAD]
CHAINS = "éüяд€中文日😀🚀"  # characters the model writes one byte-token at a time
P_CHAIN, P_EOS, NEVER = 0.03, 1 / 500, -24.0
LICENCES = ["Apache-2.0", "Artistic", "CC0-1.0", "GPL-1", "GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "MPL-1.1", "MPL-2.0", "GFDL-1.3"]
CORPUS_SHA256 = "e143249810536322f7b9d9ac68795d9ebae270756f1bf3a1300ceb0b49ef4ed1"
SAMPLES = """Tell me a short story about a fast train and a slow river. Why is the sky blue? What does this function return, and when?
def quicksort(items): return items if len(items) < 2 else quicksort([x for x in items[1:] if x < items[0]]) + [items[0]]
{"model": "tiny", "messages": [{"role": "user", "content": "Hello, how are you today? I'm fine; you're late, we'll wait."}]}
Alle Menschen sind frei und gleich an Würde und Rechten geboren. Tous les êtres humains naissent libres et égaux en dignité.
Все люди рождаются свободными и равными в своём достоинстве и правах. 人人生而自由，在尊严和权利上一律平等。すべての人間は自由である。
"""
TEMPLATE = ("{{ bos_token }}{% for m in messages %}{{ '" + START + "' + m['role'] + '\\n' + m['content'] + '" + EOS + "\\n' }}{% endfor %}"
            "{% if add_generation_prompt %}{{ '" + START + "assistant\\n' }}{% endif %}")


def corpus() -> list[str]:
    text = "".join(pathlib.Path("/usr/share/common-licenses", name).read_text() for name in LICENCES) + SAMPLES * 3
    seen = hashlib.sha256(text.encode()).hexdigest()
    if seen != CORPUS_SHA256:
        print(f"make_model.py: the corpus differs ({seen}): the files will be valid, but not the published bytes", file=sys.stderr)
    return text.splitlines(keepends=True)


def train(lines: list[str]) -> Tokenizer:
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)  # GPT-2's, "gpt-2" in GGUF
    tok.decoder = decoders.ByteLevel()
    tok.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=VOCAB, min_frequency=2, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))
    tok.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A {BOS} $B", special_tokens=[(BOS, tok.token_to_id(BOS))])
    assert tok.get_vocab_size() == VOCAB, tok.get_vocab_size()
    return tok


def token_bytes(tok: Tokenizer) -> list[bytes]:
    keep = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    of = {chr(b): b for b in keep} | {chr(256 + i): b for i, b in enumerate(b for b in range(256) if b not in keep)}
    return [b"" if t in SPECIAL else bytes(of[c] for c in t) for t in (tok.id_to_token(i) for i in range(VOCAB))]


def is_text(raw: bytes) -> bool:
    try:
        return all(c.isprintable() or c in "\n\t" for c in raw.decode()) and raw != b""
    except UnicodeDecodeError:
        return False


def logits_base(tok: Tokenizer, lines: list[str]):
    """The unigram log-probability of each token, and for the byte-chains {token: its successors}."""
    raw, count = token_bytes(tok), [0.2] * VOCAB
    for encoding in tok.encode_batch(lines, add_special_tokens=False):
        for i in encoding.ids:
            count[i] += 1
    plain = [i for i in range(VOCAB) if is_text(raw[i]) and not raw[i].isspace() or raw[i] in (b" ", b"\n")]
    total = sum(count[i] for i in plain)
    base = [NEVER] * VOCAB
    for i in plain:
        base[i] = math.log(count[i] / total)
    base[tok.token_to_id(EOS)] = math.log(P_EOS)
    byte = {r: i for i, r in enumerate(raw) if len(r) == 1}
    follow: dict[int, set[int]] = {}
    for char in CHAINS:
        ids = [byte[bytes([b])] for b in char.encode()]
        base[ids[0]] = max(base[ids[0]], NEVER + 1)  # marked; set below
        for a, b in zip(ids, ids[1:]):
            follow.setdefault(a, set()).add(b)
        assert ids[-1] not in follow, char  # a byte has one role, so that one token of memory is enough
    first = [byte[bytes([c.encode()[0]])] for c in CHAINS]
    for i in set(first):
        base[i] = math.log(P_CHAIN * first.count(i) / len(first))
    return [round(x * 32) / 32 for x in base], follow  # coarse, so that no libm's last bit shows


def weights(base: list[float], follow: dict[int, set[int]], never: list[int]) -> dict[str, np.ndarray]:
    """Hugging Face names and layout. Dimension 0 of the residual stream carries the unigram, 1..k the byte-chains; layers leave both alone."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    uniform = lambda *shape: (rng.integers(-2048, 2049, shape, dtype=np.int32) / 2048).astype(np.float32)  # exact in any arithmetic
    kept = 1 + len(follow)
    embed, head = uniform(VOCAB, DIM) * 2, uniform(VOCAB, DIM) * 0.5
    embed[:, :kept], head[:, :kept] = 0, 0
    embed[:, 0] = 4
    rms = 1.25  # of an embedding row, near enough: 4², plus about 110 dimensions of variance 4/3, over DIM
    head[:, 0] = np.array(base, np.float32) * np.float32(rms / 4)
    for k, (a, successors) in enumerate(sorted(follow.items()), start=1):
        embed[a, k] = 16
        head[sorted(successors), k] = 60 * 1.9 / 16
    head[never, kept:] = 0
    out = {"model.embed_tokens.weight": embed, "lm_head.weight": head, "model.norm.weight": np.ones(DIM, np.float32)}
    for n in range(LAYERS):
        p = f"model.layers.{n}."
        out |= {p + "input_layernorm.weight": np.ones(DIM, np.float32), p + "post_attention_layernorm.weight": np.ones(DIM, np.float32),
                p + "self_attn.q_proj.weight": uniform(DIM, DIM) / 4, p + "self_attn.k_proj.weight": uniform(KV_HEADS * HEAD, DIM) / 4,
                p + "self_attn.v_proj.weight": uniform(KV_HEADS * HEAD, DIM) / 8, p + "self_attn.o_proj.weight": uniform(DIM, DIM) / 8,
                p + "mlp.gate_proj.weight": uniform(FFN, DIM) / 8, p + "mlp.up_proj.weight": uniform(FFN, DIM) / 8,
                p + "mlp.down_proj.weight": uniform(DIM, FFN) / 16}
        out[p + "self_attn.o_proj.weight"][:kept] = 0
        out[p + "mlp.down_proj.weight"][:kept] = 0
    return out


def write_gguf(path: str, tok: Tokenizer, w: dict[str, np.ndarray]) -> None:
    out = gguf.GGUFWriter(path, "llama")
    out.add_name("tiny"); out.add_context_length(CONTEXT); out.add_embedding_length(DIM); out.add_block_count(LAYERS)
    out.add_feed_forward_length(FFN); out.add_head_count(HEADS); out.add_head_count_kv(KV_HEADS); out.add_layer_norm_rms_eps(EPS)
    out.add_rope_dimension_count(HEAD); out.add_rope_freq_base(THETA); out.add_vocab_size(VOCAB); out.add_file_type(1)
    out.add_tokenizer_model("gpt2"); out.add_tokenizer_pre("gpt-2")
    tokens = [tok.id_to_token(i) for i in range(VOCAB)]
    out.add_token_list(tokens)
    out.add_token_types([gguf.TokenType.CONTROL if t in SPECIAL else gguf.TokenType.NORMAL for t in tokens])
    merges = json.loads(tok.to_str())["model"]["merges"]
    out.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    out.add_bos_token_id(tok.token_to_id(BOS)); out.add_eos_token_id(tok.token_to_id(EOS)); out.add_pad_token_id(tok.token_to_id(PAD))
    out.add_add_bos_token(True); out.add_add_eos_token(False); out.add_chat_template(TEMPLATE)
    halves = lambda a, heads: a.reshape(heads, 2, HEAD // 2, DIM).swapaxes(1, 2).reshape(a.shape)  # llama.cpp pairs neighbours for RoPE
    names = {"model.embed_tokens.weight": "token_embd.weight", "lm_head.weight": "output.weight", "model.norm.weight": "output_norm.weight"}
    inner = {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
             "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}
    for name, a in w.items():
        if name.startswith("model.layers."):
            _, _, n, rest = name.split(".", 3)
            if "q_proj" in rest: a = halves(a, HEADS)
            if "k_proj" in rest: a = halves(a, KV_HEADS)
            names[name] = f"blk.{n}.{inner[rest.removesuffix('.weight')]}.weight"
        out.add_tensor(names[name], a if a.ndim == 1 else a.astype(np.float16))
    out.write_header_to_file(); out.write_kv_data_to_file(); out.write_tensors_to_file(); out.close()


def write_safetensors(path: pathlib.Path, w: dict[str, np.ndarray]) -> None:
    head, blob = {"__metadata__": {"format": "pt"}}, b""
    for name, a in w.items():
        data = a.astype(np.float16)
        head[name] = {"dtype": "F16", "shape": list(a.shape), "data_offsets": [len(blob), len(blob) + data.nbytes]}
        blob += data.tobytes()
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + blob)


def main() -> None:
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    lines = corpus()
    tok = train(lines)
    base, follow = logits_base(tok, lines)
    w = weights(base, follow, [tok.token_to_id(t) for t in SPECIAL if t != EOS])
    write_gguf(str(target / "tiny.gguf"), tok, w)
    write_safetensors(target / "model.safetensors", w)
    tok.save(str(target / "tokenizer.json"))
    (target / "config.json").write_text(json.dumps(dict(
        architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=VOCAB, hidden_size=DIM, intermediate_size=FFN, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, num_key_value_heads=KV_HEADS, head_dim=HEAD, max_position_embeddings=CONTEXT, rope_theta=THETA, rms_norm_eps=EPS,
        hidden_act="silu", tie_word_embeddings=False, attention_bias=False, mlp_bias=False, torch_dtype="float16",
        bos_token_id=tok.token_to_id(BOS), eos_token_id=tok.token_to_id(EOS), pad_token_id=tok.token_to_id(PAD)), indent=1) + "\n")
    (target / "tokenizer_config.json").write_text(json.dumps(dict(
        tokenizer_class="PreTrainedTokenizerFast", bos_token=BOS, eos_token=EOS, pad_token=PAD, add_bos_token=True, clean_up_tokenization_spaces=False,
        model_max_length=CONTEXT, chat_template=TEMPLATE), indent=1) + "\n")
    for f in sorted(target.iterdir()):
        print(hashlib.sha256(f.read_bytes()).hexdigest()[:16], f.stat().st_size, f.name)


if __name__ == "__main__":
    main()
