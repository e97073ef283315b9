/* The engine for ranks of 16 bits and for ranks of 32; included by _kernels.c once for each instruction set, with BUILD(x, width): their names. */

#define RANK uint16_t
#define BYTES 2
#define KEY uint32_t
#define LIMIT UINT16_MAX
#define NAME(x) BUILD(x, u16)
#include "_kernels_body.h"
#undef RANK
#undef BYTES
#undef KEY
#undef LIMIT
#undef NAME

#define RANK uint32_t
#define BYTES 4
#define KEY uint64_t
#define LIMIT UINT32_MAX
#define NAME(x) BUILD(x, u32)
#include "_kernels_body.h"
#undef RANK
#undef BYTES
#undef KEY
#undef LIMIT
#undef NAME
