"""Reads a record log from its format document alone (coordinator/store/FORMAT.md): none of the project's code is used."""

import struct
import zlib


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value & (2**64 - 1), at


def zigzag(value):
    return (value >> 1) ^ -(value & 1)


def signed(value):
    return value - 2**64 if value >= 2**63 else value


def message(data):
    """The fields of one Protocol Buffers message: number -> values in order."""
    fields, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            value, at = data[at : at + 8], at + 8
        elif kind == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            value, at = data[at : at + 4], at + 4
        fields.setdefault(key >> 3, []).append(value)
    return fields


def entries(path):
    """The log's entries: (field number in LogEntry, fields)."""
    data = open(path, "rb").read()
    assert data[:8] == b"BRGLOG1\n"
    at = 8
    while at + 8 <= len(data):
        size, crc = struct.unpack_from("<II", data, at)
        content = data[at + 8 : at + 8 + size]
        assert zlib.crc32(data[at : at + 4] + content) == crc
        at += 8 + size
        for number, values in message(content).items():
            yield number, message(values[0])


def events(times, runs, base_ns):
    """(arrival ns, kind, tokens or None, whether coalesced) of each event of a trace."""
    flat, at = [], 0
    while at < len(runs):
        length, at = varint(runs, at)
        bits, at = varint(runs, at)
        tokens = None
        if bits & 128:
            tokens, at = varint(runs, at)
        flat += [(bits & 15, tokens, bool(bits & 64))] * length
    result, at, now, gap, groups = [], 0, base_ns // 1000, 0, 0
    while at < len(times):
        size = 1
        code, at = varint(times, at)
        if code == 0:
            more, at = varint(times, at)
            size = more + 2
            code, at = varint(times, at)
        off = zigzag(code - 1)
        now += size * gap + off
        if groups == 1:
            gap = int(off / size)
        elif groups > 1:
            gap += off >> 2
        groups += 1
        for kind, tokens, coalesced in flat[len(result) : len(result) + size]:
            result.append((now * 1000, kind, tokens, coalesced or size > 1))
    assert len(result) == len(flat)
    return result


def records(path):
    """Every record of the log, as a dictionary. Times in ns; what is missing is None."""
    seen = set()
    for number, batch in entries(path):
        if number != 8:
            continue
        agent = batch.get(1, [0])[0]
        key = agent, batch[2][0], batch[3][0]
        if key in seen:
            continue
        seen.add(key)
        index = base = 0
        for data in message(zlib.decompress(batch[4][0])).get(3, []):
            fields = message(data)

            def number_of(field, time=False):
                if field not in fields:
                    return None
                return signed(fields[field][0]) + (base if time else 0)

            index += zigzag(fields.get(1, [0])[0])
            base += zigzag(fields.get(2, [0])[0])
            flags = fields.get(8, [0])[0]
            trace = [fields.get(f, [b""])[0] for f in (11, 12)]
            yield {
                "agent": agent,
                "index": index,
                "dispatched": base if flags & 1 else None,
                "streamed": bool(flags & 2),
                "reused": bool(flags & 16),
                "outcome": fields.get(7, [0])[0],
                "request_sent": number_of(4, True),
                "first_byte": number_of(5, True),
                "stream_end": number_of(6, True),
                "bytes_sent": number_of(9) or 0,
                "bytes_received": number_of(10) or 0,
                "prompt_tokens": number_of(14),
                "completion_tokens": number_of(15),
                "reasoning_tokens": number_of(17),
                "blocked": number_of(21),
                "tls_done": number_of(26, True),
                "payload": fields.get(3, [0])[0],
                "tokenizer_output": number_of(38),
                "tokenizer_reasoning": number_of(39),
                "answer_inputs": number_of(40),
                "intended": number_of(19, True),
                "granted": number_of(20, True),
                "asked": number_of(22),
                "dns_done": number_of(24, True),
                "connect_done": number_of(25, True),
                "resends": number_of(31) or 0,
                "events": events(*trace, base) if flags & 1 else [],
            }


def payloads(path):
    """The tokenizer's count of each payload's prompt, by id."""
    return {fact.get(1, [0])[0]: fact.get(3, [None])[0] for number, fact in entries(path) if number == 4}


def granted(path):
    """The indices that were ever granted."""
    indices = set()
    for number, grant in entries(path):
        if number == 7:
            index = at = 0
            packed = grant.get(3, [b""])[0]
            while at < len(packed):
                delta, at = varint(packed, at)
                index += zigzag(delta)
                indices.add(index)
    return indices


def t0(path):
    """When the measured phase began, on the coordinator's clock."""
    return [phase[3][0] for number, phase in entries(path) if number == 9 and not phase.get(2, [0])[0]][-1]
