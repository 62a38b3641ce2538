#ifndef COMMON_OPENAI_LONE_SURROGATES_H_
#define COMMON_OPENAI_LONE_SURROGATES_H_

#include <string>

namespace barrage {

// Servers that escape text token by token send halves of a surrogate pair; RapidJSON refuses them. Makes each lone half
// in the JSON text `data` a \ufffd, in place. False when there was none.
bool ReplaceLoneSurrogates(std::string& data);

}  // namespace barrage

#endif  // COMMON_OPENAI_LONE_SURROGATES_H_
