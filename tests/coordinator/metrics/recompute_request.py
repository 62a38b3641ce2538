"""The values of one request by their formulas, and what its record says directly."""
from fractions import Fraction

import numpy

OK, CONTENT_KINDS, REASONING = 1, (1, 2, 3, 4), 2
NS, MILLIONTH = 1e6, 1e6


def rounded(numerator, denominator):
    return round(Fraction(numerator, denominator))  # halves to even


def content_of(record):
    return [event for event in record["events"] if event[1] in CONTENT_KINDS]


def end_of(record):
    return record["stream_end"] or max([event[0] for event in content_of(record)], default=record["dispatched"])


def difference(usage, counted):
    """In per cent, rounded at its sixth digit."""
    if usage is None or not counted:
        return None
    return rounded(abs(usage - counted) * 100 * 10**6, counted) / MILLIONTH


def per_request(record, payloads):
    """The values of one request: ms, counts, tokens a second. Absent ones are None."""
    start, end, due = record["dispatched"], record["stream_end"], record["intended"]
    content = content_of(record)
    at = [event[0] for event in content]
    output = [event[0] for event in content if event[1] != REASONING]
    n, isl, streamed = record["completion_tokens"], record["prompt_tokens"], record["streamed"]
    last = (at[-1] if at else None) if streamed else end
    first = at[0] if at and streamed else None
    sent, byte, connected = record["request_sent"], record["first_byte"], record["connect_done"]
    counted = record["tokenizer_output"]
    if counted is not None:
        counted += record["tokenizer_reasoning"] or 0

    def ms(begin, finish):
        return None if begin is None or finish is None else (finish - begin) / NS

    def rate(count, begin, finish):
        if count is None or begin is None or finish is None or finish <= begin:
            return None
        return rounded(count * 10**15, finish - begin) / MILLIONTH

    value = {
        "time_to_first_token": ms(start, first),
        "time_to_second_token": ms(at[0], at[1]) if len(at) > 1 else None,
        "time_to_first_output_token": ms(start, output[0]) if output and streamed else None,
        "request_latency": ms(start, last),
        "stream_end_latency": ms(start, end),
        "max_stall": max(numpy.diff(at)) / NS if len(at) > 1 else None,
        "inter_token_latency": rounded(last - first, n - 1) / NS if first is not None and (n or 0) > 1 else None,
        "output_token_throughput_per_user": rate(n - 1, first, last) if (n or 0) > 1 else None,
        "e2e_output_token_throughput": rate(n, start, last),
        "prefill_throughput_per_user": rate(isl, start, first),
        "output_sequence_length": n,
        "input_sequence_length": isl,
        "reasoning_token_count": record["reasoning_tokens"],
        "ttft_from_schedule": ms(due, first),
        "latency_from_schedule": ms(due, last),
        "http_req_blocked": None if record["blocked"] is None else record["blocked"] / NS,
        "http_req_dns_lookup": ms(start, record["dns_done"]),
        "http_req_connecting": ms(record["dns_done"] or start, connected),
        "http_req_tls_handshaking": ms(connected, record["tls_done"]),
        "http_req_sending": ms(record["tls_done"] or connected or start, sent),
        "http_req_waiting": ms(sent, byte),
        "http_req_receiving": ms(byte, end),
        "http_req_data_sent": record["bytes_sent"],
        "http_req_data_received": record["bytes_received"],
        "usage_prompt_tokens_diff_pct": difference(isl, payloads.get(record["payload"])),
        "usage_completion_tokens_diff_pct": difference(n, counted),
        "usage_reasoning_tokens_diff_pct": difference(record["reasoning_tokens"], record["tokenizer_reasoning"]),
    }
    if due is not None:
        lag = start - due - (record["blocked"] or 0)
        late = min(max(0, record["granted"] - due), max(0, lag)) if record["granted"] is not None else 0
        value["schedule_lag"], value["schedule_lag_coordinator"] = lag / NS, late / NS
        value["schedule_lag_loop"], value["schedule_lag_connection"] = (lag - late) / NS, ms(start, sent)
    return {tag: number for tag, number in value.items() if number is not None}
