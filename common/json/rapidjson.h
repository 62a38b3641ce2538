#ifndef COMMON_JSON_RAPIDJSON_H_
#define COMMON_JSON_RAPIDJSON_H_

// RapidJSON's documents and writers, for code that a fuzzer drives. An empty stack of RapidJSON 1.1 adds to a null
// pointer before it allocates: harmless, but Clang's undefined-behaviour sanitizer stops there.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // COMMON_JSON_RAPIDJSON_H_
