#ifndef COMMON_BASE_VERSION_H_
#define COMMON_BASE_VERSION_H_

namespace barrage {

// Of the programs and of every file they write.
inline constexpr char kBarrageVersion[] = "0.1.0";

}  // namespace barrage

#endif  // COMMON_BASE_VERSION_H_
